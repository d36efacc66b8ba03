using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Balloons;

/// <summary>Memory goes to the host and comes back zero, jailed and under all filters; the guest looks at every byte of it.</summary>
[Collection(BusyCollection.Name)]
public sealed class BalloonGuestTests(ITestOutputHelper output)
{
    private const string Gave = "balloon: gave 4096";
    private const string Took = "balloon: took 4096";
    private const int Rounds = 5;
    private const long Given = BalloonGuest.Mebibytes << 10;

    // What the monitor itself may take meanwhile, in KiB.
    private const long Slack = 1 << 10;

    [Theory]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("shuffled")]
    [InlineData("singles")]
    [InlineData("runs")]
    public void WhatIsGivenIsTheHostsAndComesBackZero(string order)
    {
        using BalloonGuest guest = BalloonGuest.Start($"order={order}");
        long before = guest.Resident;

        guest.Resize(BalloonGuest.Mebibytes, Gave);

        long after = guest.Resident;
        output.WriteLine($"{before} KiB before, {after} after");
        Assert.InRange(before - after, Given - Slack, Given + Slack);
        JsonElement statistics = guest.Get("/balloon/statistics");
        Assert.Equal((16, 16, 4096), (Number(statistics, "target_mib"), Number(statistics, "actual_mib"), Number(statistics, "actual_pages")));
        Assert.Equal(128 << 20, Number(statistics, "total_memory"));
        Assert.Equal(16, Number(guest.Get("/balloon"), "amount_mib"));
        guest.Resize(0, Took);
        Assert.InRange(guest.Resident, before - Slack, before + Slack);
        Assert.Equal((Given << 10, 0L), (guest.OwnCountOf("inflate_freed"), guest.OwnCountOf("inflate_fails")));
        guest.End();
        Assert.Equal(0, guest.CountOf("event_fails"));
        Assert.Equal((1L, 1L), (guest.CountOf("inflate_count"), guest.CountOf("deflate_count")));
    }

    // Singles and runs have gaps on purpose.
    [Theory]
    [InlineData("ascending", 0)]
    [InlineData("descending", 0)]
    [InlineData("shuffled", 0)]
    [InlineData("runs", 255)]
    [InlineData("singles", 4095)]
    public void EachGapCostsOneCall(string order, int gaps)
    {
        using BalloonGuest guest = BalloonGuest.Start($"order={order}");
        int least = int.MaxValue;
        // A monitor that the host interrupts may take two turns.
        for (int round = 1; round <= Rounds && least > gaps + 1; round++)
        {
            string calls = CallsOf(guest, round);
            Assert.DoesNotContain("= -1", calls, StringComparison.Ordinal);
            least = Math.Min(least, calls.Split("MADV_DONTNEED").Length - 1);
        }

        output.WriteLine($"{least} calls");
        Assert.Equal(gaps + 1, least);
    }

    // Gives all pages, and takes them back.
    private static string CallsOf(BalloonGuest guest, int round)
    {
        string trace = Path.GetTempFileName();
        try
        {
            using (RunningProgram strace = RunningProgram.Start(
                "strace", "-f", "-qq", "-e", "trace=madvise,mmap", "-o", trace, "-p", $"{guest.Api.Program.Id}"))
            {
                Assert.True(SpinWait.SpinUntil(() => guest.Api.Process.StatusOf("TracerPid") != "0", TimeSpan.FromSeconds(20)));
                guest.Resize(BalloonGuest.Mebibytes, Gave, round);
            }
            guest.Resize(0, Took, round);
            return string.Join('\n', File.ReadLines(trace).Where(line => line.Contains("MADV_DONTNEED", StringComparison.Ordinal)));
        }
        finally
        {
            File.Delete(trace);
        }
    }

    [Fact]
    public void FreePagesAreReportedAndNamedOnRequest()
    {
        using BalloonGuest guest = BalloonGuest.Start("report=on");
        Assert.Equal((0, JsonValueKind.Null), (Number(guest.Get("/balloon/hinting/status"), "host_cmd"), guest.Get("/balloon/hinting/status").GetProperty("guest_cmd").ValueKind));

        guest.Api.Do("PATCH", "/balloon/hinting/start", "{}");
        guest.Api.Program.WaitForOutput("balloon: hinted");
        Assert.Equal((1, 0), Commands(guest));
        guest.Api.Do("PATCH", "/balloon/hinting/start", """{"acknowledge_on_stop": false}""");
        Assert.True(SpinWait.SpinUntil(() => guest.Api.Program.Output.Split("balloon: hinted").Length == 3, TimeSpan.FromSeconds(20)));
        Assert.Equal((3, 0), Commands(guest));
        Assert.Equal(204, guest.Api.Request("PATCH", "/balloon/hinting/stop").Status);
        Assert.Equal((1, 0), Commands(guest));
        guest.Jail.Pause();
        guest.Jail.Resume();

        guest.End();
        Assert.Equal(
            (32L << 20, 64L << 20, 0L), (guest.CountOf("free_page_report_freed"), guest.CountOf("free_page_hint_freed"), guest.CountOf("free_page_hint_fails")));
    }

    [Fact]
    public void StatisticsComeAgainAndAgain()
    {
        using BalloonGuest guest = BalloonGuest.Start("");
        long First() => Number(guest.Get("/balloon/statistics"), "free_memory");
        long first = First();

        Assert.True(SpinWait.SpinUntil(() => First() >= first + 2, TimeSpan.FromSeconds(20)));
        guest.Api.Do("PATCH", "/balloon/statistics", """{"stats_polling_interval_s": 3600}""");
        Assert.Equal(3600, Number(guest.Get("/balloon"), "stats_polling_interval_s"));
        Thread.Sleep(300);
        long last = First();
        Thread.Sleep(1500);
        Assert.Equal(last, First());
    }

    // What was given stays away, what was kept stays, and what is given of memory that comes from a file is zero too.
    [Theory]
    [InlineData("shuffled")]
    [InlineData("runs")]
    public void ThroughSnapshotsNothingComesBack(string order)
    {
        BalloonGuest guest = BalloonGuest.Start($"order={order}");
        try
        {
            guest.Resize(BalloonGuest.Mebibytes, Gave);
            guest = Moved(guest);
            Assert.Equal((16, 16), (Number(guest.Get("/balloon/statistics"), "target_mib"), Number(guest.Get("/balloon/statistics"), "actual_mib")));
            guest.Resize(0, Took);
            guest = Moved(guest);
            long before = guest.Resident;
            guest.Resize(BalloonGuest.Mebibytes, Gave);
            output.WriteLine($"{before} KiB before, {guest.Resident} after");
            guest = Moved(guest);
            guest.Resize(0, Took);
            guest.Resize(BalloonGuest.Mebibytes, Gave);
            guest.Resize(0, Took, 2);
            Assert.Equal((0L, 0L), (guest.OwnCountOf("inflate_fails"), guest.OwnCountOf("kept_bytes")));
            guest.End();
        }
        finally
        {
            guest.Dispose();
        }
    }

    private static BalloonGuest Moved(BalloonGuest guest)
    {
        using (guest)
        {
            return guest.Moved();
        }
    }

    private static (int Host, int Guest) Commands(BalloonGuest guest)
    {
        JsonElement status = guest.Get("/balloon/hinting/status");
        return (Number(status, "host_cmd"), Number(status, "guest_cmd"));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
