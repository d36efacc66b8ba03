using System.Linq;
using System.Text.Json;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Balloons;

/// <summary>Linux gives memory and takes it back, tells how it uses it, and goes on so in another monitor. It is booted once.</summary>
[Collection(BusyCollection.Name)]
public sealed class LinuxBalloonTests(ITestOutputHelper output)
{
    private const string Everything =
        """{"amount_mib": 0, "deflate_on_oom": true, "stats_polling_interval_s": 1, "free_page_hinting": true, "free_page_reporting": true}""";

    // A small guest: an emulated kernel writes a MiB a second, and less on a busy host.
    private const int Mebibytes = 48;

    private const int MostAttempts = 5;

    // A kernel that is emulated gives some 500 pages a second.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    [Fact]
    public void LinuxGivesMemoryAndTakesItBack()
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        for (int attempt = 1; !TryAll(); attempt++)
        {
            Assert.True(attempt < MostAttempts, "each time a program of the guest died of a segmentation fault");
            output.WriteLine("repeated: a program of the guest died of a segmentation fault");
        }
    }

    // A guest in which a program has died on its own tells nothing: see LinuxShell.
    private bool TryAll()
    {
        LinuxShell? shell = null;
        try
        {
            shell = LinuxShell.Boot(balloon: Everything, mebibytes: Mebibytes);
            BalloonGuest guest = new(shell.Jail);
            Give(shell, guest);
            TakeBackWhenShort(shell, guest);
            NameFreePages(guest);
            GoOnElsewhere(shell, guest);
            return true;
        }
        catch (Exception failure) when (shell is { HasLostAProgram: true } || failure.Message.Contains("Segmentation fault", StringComparison.Ordinal)
            || failure.Message.Contains("segfault", StringComparison.Ordinal))
        {
            return false;
        }
        finally
        {
            shell?.Dispose();
        }
    }

    // Linux has some 25 MiB to give: much of what it gives was in use before.
    private void Give(LinuxShell shell, BalloonGuest guest)
    {
        output.WriteLine(shell.Ask("mkdir -p /full; mount -t tmpfs -o size=40m none /full; for i in $(seq 4); do dd if=/dev/vda bs=256k; done >/tmp/part 2>/dev/null; ls -l /tmp/part"));
        Use(shell, 12);
        long full = guest.Resident;
        shell.Ask("rm /full/a");
        Reach(guest, 16);
        long given = guest.Resident;
        output.WriteLine($"{full} KiB resident with 12 MiB in a file, {given} with 16 MiB in the balloon");
        Assert.InRange(full - given, 2 << 10, 32 << 10);
        JsonElement statistics = guest.Get("/balloon/statistics");
        output.WriteLine(statistics.ToString());
        string[] known = [.. statistics.EnumerateObject().Select(member => member.Name)];
        Assert.All((string[])["free_memory", "total_memory", "available_memory", "minor_faults", "disk_caches"], name => Assert.Contains(name, known));
        Assert.InRange(statistics.GetProperty("total_memory").GetInt64(), 16L << 20, 48L << 20);
    }

    // It needs more than it has left: pages come back, are zero, and hold what is written then.
    private void TakeBackWhenShort(LinuxShell shell, BalloonGuest guest)
    {
        long before = guest.Resident;
        Use(shell, 11);
        int actual = Actual(guest);
        output.WriteLine($"{actual} of 16 MiB are left in the balloon when 11 MiB are in a file, {before} KiB resident before and {guest.Resident} after");
        Assert.InRange(actual, 0, 15);
        Assert.InRange(guest.Resident - before, 2 << 10, 32 << 10);
        Assert.EndsWith("\n0", "\n" + shell.Ask("dmesg | grep -c 'Killed process'"), StringComparison.Ordinal);
        shell.Ask("rm /full/a");
    }

    private static void NameFreePages(BalloonGuest guest)
    {
        Reach(guest, 4);
        guest.Api.Do("PATCH", "/balloon/hinting/start", "{}");
        Await(() => guest.Get("/balloon/hinting/status").GetProperty("host_cmd").GetInt32() == 1);
        Assert.Equal(0, guest.Get("/balloon/hinting/status").GetProperty("guest_cmd").GetInt32());
    }

    private void GoOnElsewhere(LinuxShell shell, BalloonGuest guest)
    {
        shell.Jail.Pause();
        shell.Jail.Create();
        shell.Jail.Check();
        using LinuxShell next = LinuxShell.Restore(shell.Jail);
        BalloonGuest other = new(next.Jail);
        Assert.Equal(4, Actual(other));
        Reach(other, 8);
        Reach(other, 0);
        Use(next, 4);
        next.Ask("rm /full/a");
        Reach(other, 2);
        Assert.EndsWith("\n0", "\n" + next.Ask("dmesg | grep -cE 'BUG|Oops|lockup|WARN'"), StringComparison.Ordinal);
        next.Jail.Kill();
        long given = guest.OwnCountOf("inflate_freed");
        output.WriteLine($"inflate_freed {given} free_page_hint_freed {Counts(guest, "free_page_hint_freed")}");
        Assert.InRange(given, 16L << 20, long.MaxValue);
        Assert.Equal((0L, 0L), (Counts(guest, "event_fails"), guest.OwnCountOf("inflate_fails")));
        shell.Jail.Kill();
    }

    private static long Counts(BalloonGuest guest, string name)
    {
        guest.Api.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");
        return guest.CountOf(name);
    }

    // Fills a file with content, and reads its beginning, middle and end. Each call of an emulated kernel costs a millisecond, each page some more.
    private static void Use(LinuxShell shell, int mebibytes)
    {
        string all = string.Join(' ', Enumerable.Repeat("/tmp/part", mebibytes));
        string places = $"0 {mebibytes / 2} {mebibytes - 1}";
        string answer = shell.Ask(
            $"cat {all} >/full/a; for i in {places}; do dd if=/full/a bs=1M skip=$i count=1 2>/dev/null | cmp - /tmp/part && echo same; done; stat -c %s /full/a");
        Assert.Equal(["same", "same", "same", $"{mebibytes << 20}"], answer.Split('\n').TakeLast(4).Select(line => line.Trim()));
    }

    private static void Reach(BalloonGuest guest, int mebibytes)
    {
        guest.Api.Do("PATCH", "/balloon", $$"""{"amount_mib": {{mebibytes}}}""");
        Await(() => Actual(guest) == mebibytes);
    }

    private static int Actual(BalloonGuest guest) => guest.Get("/balloon/statistics").GetProperty("actual_mib").GetInt32();

    private static void Await(Func<bool> condition)
    {
        DateTime end = DateTime.UtcNow + _patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "the guest does not do what it is asked for");
            Thread.Sleep(200);
        }
    }
}
