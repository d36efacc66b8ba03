using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>Linux, saved once at its prompt, goes on in monitor after monitor.</summary>
[Collection(BusyCollection.Name)]
public sealed class RestoredLinuxTests(SavedLinux saved) : IClassFixture<SavedLinux>
{
    private const int Generations = 5;

    // Seconds by which an answer of the shell may be late on a busy machine.
    private const int Late = 60;

    [Fact]
    public void TheShellAnswersInEveryGeneration()
    {
        LinuxShell shell = LinuxShell.Restore(saved.Jail);
        try
        {
            for (int generation = 1; ; generation++)
            {
                Assert.Equal($"{generation * 7}", shell.Ask($"echo $(({generation} * 7))").Split('\n')[^1]);
                // Once for each load, as soon as the guest has evaluated the notification.
                shell.Ask($"until [ $(dmesg | grep -c 'crng reseeded due to virtual machine fork') = {generation} ]; do sleep 0.2; done");
                Assert.Equal("2", shell.Ask("nproc").Split('\n')[^1]);
                shell.Ask("echo 3 > /proc/sys/vm/drop_caches");
                Assert.StartsWith(LinuxShell.DiskDigest, shell.Ask("sha256sum /dev/vda").Split('\n')[^1], StringComparison.Ordinal);
                if (generation == Generations)
                {
                    break;
                }
                shell.Jail.Pause();
                shell.Jail.Create();
                LinuxShell next = LinuxShell.Restore(shell.Jail);
                shell.Dispose();
                shell = next;
            }
            string messages = shell.Ask("dmesg");
            Assert.All(["BUG", "Oops", "soft lockup", "rcu_sched", "WARNING"], trouble => Assert.DoesNotContain(trouble, messages, StringComparison.Ordinal));
            shell.Type("reboot -f");
            Assert.Equal(0, shell.Jail.WaitForEnd(TimeSpan.FromMinutes(2)));
        }
        finally
        {
            shell.Dispose();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"clock_realtime\": true")]
    public void RealTimeGoesOnWhereItShould(string fields)
    {
        saved.Age(seconds: 5);
        long loaded = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using LinuxShell shell = LinuxShell.Restore(saved.Jail, fields);

        long guests = shell.Time() + saved.Lag;

        long answered = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        long start = fields.Length > 0 ? loaded : saved.PausedAt;
        // Each of the two clocks is read in whole seconds.
        Assert.InRange(guests, start - 2, start + (answered - loaded) + 2);
    }

    // A sleep goes on with what was left of it, however long the machine lay in its files.
    [Fact]
    public void ASleepTakesTheTimeThatWasLeft()
    {
        const double Rest = 7.3;
        using LinuxShell shell = LinuxShell.Restore(saved.Jail);
        shell.Ask("true");
        shell.Type("sleep 8; echo sl\"\"ept");
        Thread.Sleep(700);
        shell.Jail.Pause();
        shell.Jail.Create();
        Thread.Sleep(4000);
        Stopwatch time = Stopwatch.StartNew();
        using LinuxShell next = LinuxShell.Restore(shell.Jail);

        next.WaitFor("slept");

        Assert.InRange(time.Elapsed.TotalSeconds, Rest - 1, Rest + Late);
    }

    [Fact]
    public void TimeByTheTimeStampCounterDoesNotGoBackwards()
    {
        using LinuxShell shell = LinuxShell.Restore(saved.Jail);
        shell.Ask("echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource");
        double before = Uptime(shell);
        shell.Jail.Pause();
        shell.Jail.Create();
        using LinuxShell next = LinuxShell.Restore(shell.Jail);

        Assert.True(Uptime(next) >= before);
    }

    // Some nested hypervisors accept a new counter and ignore it.
    [Fact]
    public void ACounterThatCannotBeSetIsTold()
    {
        saved.Age(seconds: 2);
        using LinuxShell shell = LinuxShell.Restore(saved.Jail);
        shell.Jail.Jail.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");

        bool isSaid = shell.Jail.Jail.Request("GET", "/").Body.Contains("\"tsc_restored\":false", StringComparison.Ordinal);
        bool isWarned = shell.Jail.Jail.Log.Contains("does not set the guest's time stamp counter", StringComparison.Ordinal);
        long count = shell.Jail.Jail.Metrics.Sum(line => ApiJail.MetricOf(line, "vcpu", "tsc_restore_fails"));
        Assert.Equal((isSaid, isSaid ? 1 : 0), (isWarned, count));
        if (!Requires.HasHardwareVirtualization)
        {
            Assert.True(isSaid);
        }
    }

    // Its kernel's virtual terminals take the keys; no program of the guest does.
    [Fact]
    public void CtrlAltDelRestartsItAndTheMonitorEnds()
    {
        using LinuxShell shell = LinuxShell.Restore(saved.Jail);
        shell.Ask("true");

        shell.Jail.Jail.Do("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");

        Assert.Equal(0, shell.Jail.WaitForEnd(TimeSpan.FromMinutes(2)));
        Assert.Contains("reboot: Restarting system", shell.Jail.Jail.Program.Output, StringComparison.Ordinal);
    }

    private static double Uptime(LinuxShell shell) =>
        double.Parse(shell.Ask("cat /proc/uptime").Split('\n')[^1].Split(' ')[0], CultureInfo.InvariantCulture);
}
