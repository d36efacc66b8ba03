using System.Diagnostics;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>
/// A request may be as long as its buffers together, and those may all be the same memory: 50 GiB in one of 254 buffers. None keeps the monitor
/// from other work.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class LongRequestTests
{
    private const int DiskMebibytes = 64 << 10;

    // Three of 50 GiB in a machine of 320 MiB.
    private const string Huge = "mode=huge requests=3 buffers=254 bytes=209715200 operation=";

    // One call for all of a request takes ten times as long, and more.
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void ClientsAndSignalsAreHeardMeanwhile(string engine)
    {
        using ApiJail jail = Start(engine, "", $"{Huge}read");
        // The guest offers them a tenth of a second after it has said so.
        Thread.Sleep(500);

        Assert.True(TimeOf(() => Assert.Equal("Running", jail.Request("GET", "/")["state"])) < _bound);
        Assert.True(TimeOf(() => jail.Do("PATCH", "/vm", """{"state": "Paused"}""")) < _bound);
        Assert.True(TimeOf(() => jail.Do("PATCH", "/vm", """{"state": "Resumed"}""")) < _bound);
        Assert.True(TimeOf(() => Assert.Equal("Running", jail.Request("GET", "/")["state"])) < _bound);

        Syscall.kill(jail.Program.Id, Signum.SIGTERM);

        Assert.True(TimeOf(() => Assert.Equal((143, ""), (jail.Program.WaitForEnd(_patience).Status, jail.Program.Error))) < _bound);
        Assert.DoesNotContain("disk: huge", jail.Program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void ALimitedDriveKeepsToItsLimit(string engine)
    {
        const long Rate = 1 << 20;
        const long Burst = Rate;
        const long Piece = 4 << 20;
        Stopwatch watch = Stopwatch.StartNew();
        using ApiJail jail = Start(
            engine, $$$""", "rate_limiter": {"bandwidth": {"size": {{{Rate}}}, "refill_time": 1000}}""", $"{Huge}write");
        Thread.Sleep(3000);

        Assert.Equal(0, Syscall.stat(jail.PathOf("image"), out Stat status));
        // The first request has begun, and is nowhere near its end.
        Assert.InRange(status.st_blocks * 512, Piece, Burst + Piece + (long)(Rate * watch.Elapsed.TotalSeconds) + Rate);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void APauseInTheMidstOfOneChangesNothing(string engine)
    {
        const string Limit = """, "rate_limiter": {"bandwidth": {"size": 8388608, "refill_time": 500}}""";
        using ApiJail jail = Start(engine, Limit, "mode=verify mib=16 block=16777216 depth=1 buffers=14", "pvh: entered");
        for (int round = 0; round < 3; round++)
        {
            Thread.Sleep(200);
            jail.Do("PATCH", "/vm", """{"state": "Paused"}""");
            jail.Do("PATCH", "/vm", """{"state": "Resumed"}""");
        }

        ProgramResult result = jail.Program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("disk: verified 16 MiB depth 1", result.Output, StringComparison.Ordinal);
        Assert.True(ApiJail.MetricOf(jail.Metrics[^1], "block_disk", "read_bytes") <= 16 << 20);
    }

    private static ApiJail Start(string engine, string fields, string words, string sign = "disk: begin")
    {
        ApiJail jail = new();
        jail.StageDisk("image", DiskMebibytes);
        jail.Do("PUT", "/machine-config", """{"vcpu_count": 1, "mem_size_mib": 320}""");
        jail.Do(
            "PUT", "/drives/disk", $$"""{"drive_id": "disk", "path_on_host": "image", "is_root_device": false, "io_engine": "{{engine}}"{{fields}}}""");
        jail.StartGuest("disk", sign, words);
        return jail;
    }

    private static TimeSpan TimeOf(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed;
    }
}
