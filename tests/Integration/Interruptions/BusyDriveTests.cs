using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Interruptions;

/// <summary>
/// A guest keeps 32 writes in flight on a drive with a ring. Each completion interrupts whatever its thread waits in; no request to the
/// machine may fail because of that.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class BusyDriveTests : IDisposable
{
    private const int Rounds = 100;

    private const string Writing = "mode=bench operation=write order=random depth=32 milliseconds=";

    // Longer than a test.
    private const string ForEver = Writing + "600000";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string _profiles = Directory.CreateTempSubdirectory("kiln-restart-").FullName;

    public void Dispose() => Directory.Delete(_profiles, recursive: true);

    [Fact]
    public void AHundredPausesAndResumesAreAnswered()
    {
        using ApiJail jail = Start(ForEver);
        using ApiClient client = new(jail.Socket);
        for (int round = 0; round < Rounds; round++)
        {
            AwaitWrites(jail, client);
            Do(client, "/vm", """{"state": "Paused"}""");
            Do(client, "/vm", """{"state": "Resumed"}""");
        }
        AwaitWrites(jail, client);
    }

    // Else nothing here would have interrupted any wait.
    [Fact]
    public void WithoutTheRulePausesEndIt()
    {
        ChangedProfiles.WriteWithout(_profiles, "base", "restart_syscall");
        using ApiJail jail = Start(ForEver, "--seccomp-profiles", _profiles);
        using ApiClient client = new(jail.Socket);
        // Whether a completion meets a wait is chance, and better where the guest has had a moment for its writes.
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < _patience && IsAnswered(client, "Paused") && IsAnswered(client, "Resumed");)
        {
            Thread.Sleep(Random.Shared.Next(5));
        }

        ProgramResult result = jail.Program.WaitForEnd();
        Assert.Equal(148, result.Status);
        Assert.Contains("restart_syscall (219)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AHundredChangesOfTheFileAreAnswered()
    {
        using ApiJail jail = Start(ForEver);
        jail.StageDisk("other", 8);
        using ApiClient client = new(jail.Socket);
        for (int round = 0; round < Rounds; round++)
        {
            AwaitWrites(jail, client);
            Do(client, "/drives/disk", $$"""{"drive_id": "disk", "path_on_host": "{{(round % 2 == 0 ? "other" : "image")}}"}""");
        }
        AwaitWrites(jail, client);
    }

    [Fact]
    public void ASignalEndsItInOrder()
    {
        for (int end = 0; end < Rounds; end++)
        {
            using ApiJail jail = Start(ForEver);
            using (ApiClient client = new(jail.Socket))
            {
                AwaitWrites(jail, client);
            }

            Syscall.kill(jail.Program.Id, Signum.SIGTERM);

            Assert.Equal((143, ""), (jail.Program.WaitForEnd().Status, jail.Program.Error));
        }
    }

    [Fact]
    public void AResetEndsItInOrder()
    {
        for (int end = 0; end < Rounds; end++)
        {
            using ApiJail jail = Start(Writing + "20 then=leave");

            ProgramResult result = jail.Program.WaitForEnd();

            Assert.Equal((0, ""), (result.Status, result.Error));
            Assert.True(Writes(jail) > 0);
            // Printed when all requests have completed.
            Assert.DoesNotContain("disk: bench", result.Output, StringComparison.Ordinal);
        }
    }

    private static ApiJail Start(string words, params string[] jailerOptions)
    {
        ApiJail jail = new(jailerOptions);
        jail.StageDisk("image", 8);
        jail.Do("PUT", "/drives/disk", """{"drive_id": "disk", "path_on_host": "image", "is_root_device": false, "io_engine": "Async"}""");
        jail.StartGuest("disk", "disk: begin", words);
        return jail;
    }

    // A monitor that has ended answers nothing.
    private static bool IsAnswered(ApiClient client, string state)
    {
        try
        {
            return client.Request("PATCH", "/vm", $$"""{"state": "{{state}}"}""").Status != 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Do(ApiClient client, string path, string body) => Assert.Equal(new Answer(204, ""), client.Request("PATCH", path, body));

    // From one flush to the next the metrics count anew.
    private static void AwaitWrites(ApiJail jail, ApiClient client)
    {
        Flush(client);
        bool isWriting = SpinWait.SpinUntil(
            () =>
            {
                Flush(client);
                return Writes(jail) > 0;
            },
            _patience);
        Assert.True(isWriting, $"the guest does not write; status {jail.Request("GET", "/").Status}: {jail.Program.Error}");
    }

    private static void Flush(ApiClient client) =>
        Assert.Equal(new Answer(204, ""), client.Request("PUT", "/actions", """{"action_type": "FlushMetrics"}"""));

    private static long Writes(ApiJail jail) => ApiJail.MetricOf(jail.Metrics[^1], "block_disk", "write_count");
}
