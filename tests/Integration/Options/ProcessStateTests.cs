using System.Globalization;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>A caller that leaves the jailer in a strange state does not leave the monitor in it.</summary>
public sealed class ProcessStateTests
{
    [Fact]
    public void TheUmaskIsKnown() => AssertAfter("umask 000", monitor => Assert.Equal("0022", monitor.StatusOf("Umask")));

    [Fact]
    public void DescriptorsOfTheCallerAreClosed() => AssertAfter(
        "exec 3</etc/shadow 7</etc/shadow 900</etc/shadow",
        monitor => Assert.DoesNotContain(monitor.Descriptors.Values, name => name.EndsWith("/shadow", StringComparison.Ordinal)));

    [Fact]
    public void SignalsAreNeitherIgnoredNorBlockedAsTheCallersWere() => AssertAfter(
        "set -- env --ignore-signal=TERM,USR1,XFSZ --block-signal=USR2,CHLD \"$@\"",
        monitor =>
        {
            // Only SIGPIPE, by the monitor's own runtime.
            Assert.Equal(1UL << 12, Mask(monitor, "SigIgn"));
            Assert.Equal(0UL, Mask(monitor, "SigBlk") & ((1UL << 11) | (1UL << 16)));
        });

    [Theory]
    [InlineData("chrt --fifo 10")]
    [InlineData("chrt --rr 10")]
    [InlineData("nice -n -10")]
    public void NobodyIsPutBehindTheMonitor(string launcher) => AssertAfter(
        $"set -- {launcher} \"$@\"",
        monitor => Assert.Equal(("0", "0"), (monitor.StatOf(19), monitor.StatOf(41))));

    [Fact]
    public void TheMonitorMayStandBehindOthers() => AssertAfter(
        "set -- nice -n 7 \"$@\"; echo 300 > /proc/self/oom_score_adj",
        monitor => Assert.Equal(("7", "300\n"), (monitor.StatOf(19), monitor.Read("oom_score_adj"))));

    [Fact]
    public void TheMonitorIsNotKeptFromTheOutOfMemoryKiller() => AssertAfter(
        "echo -900 > /proc/self/oom_score_adj", monitor => Assert.Equal("0\n", monitor.Read("oom_score_adj")));

    [Fact]
    public void TimersAreStoppedAndWakeUpsOnTime() => AssertAfter(
        $"set -- {Artifacts.Hostile} role restless-parent \"$@\"",
        monitor =>
        {
            Assert.All(monitor.Threads, thread => Assert.Equal("50000\n", new ProcessView(thread).Read("timerslack_ns")));
            // The caller's alarm, of two seconds.
            System.Threading.Thread.Sleep(2500);
            Assert.Equal("S", monitor.StatusOf("State")[..1]);
        });

    [Fact]
    public void TheTimeStampCounterCanBeRead() => AssertAfter(
        $"set -- {Artifacts.Hostile} role timeless-parent \"$@\"", monitor => Assert.Equal("S", monitor.StatusOf("State")[..1]));

    [Fact]
    public void TheCallersLimitOfFilesSizesIsAnErrorBeforeAnythingIsMade()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] before = [.. jail.Entries];
        string[] command = ["-c", "ulimit -f 100; exec \"$@\"", "sh", Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments];

        ProgramResult result = RunningProgram.Run("bash", command);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches("^jailer: .* its copy in the jail may have 102400, the caller's limit of files' sizes: raise it [^\n]*\n$", result.Error);
        Assert.Equal(before, jail.Entries);
    }

    [Fact]
    public void AddressesAreRandomAgain() => AssertAfter(
        "set -- setarch -R \"$@\"", monitor => Assert.Equal("00000000\n", monitor.Read("personality")));

    [Fact]
    public void TheEndOfTheParentIsNotTheMonitors()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        // As root the process changes no user, by which the kernel would forget the signal. The shell ends when the guest runs.
        string[] arguments = ["--id", jail.Id, "--exec-file", Artifacts.Vmm, "--uid", "0", "--gid", "0", "--chroot-base-dir", jail.BaseDirectory, "--", .. TestJail.MonitorArguments];
        string output = System.IO.Path.Combine(jail.BaseDirectory, "output");
        string command = $"setpriv --pdeathsig KILL \"$0\" \"$@\" >{output} 2>&1 </dev/null & until grep -q spinning {output}; do sleep 0.05; done";

        Assert.Equal(0, RunningProgram.Run("sh", ["-c", command, Artifacts.Jailer, .. arguments]).Status);
        using DetachedMonitor monitor = DetachedMonitor.Of(jail);

        // The signal would have come with the end of the shell, which is over.
        System.Threading.Thread.Sleep(200);
        Assert.False(monitor.HasEnded);
    }

    private static void AssertAfter(string preparation, Action<ProcessView> check)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] command = ["-c", $"{preparation}; exec \"$@\"", "sh", Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments];
        using RunningProgram program = RunningProgram.Start("bash", command);
        program.WaitForOutput("spinning");

        check(new ProcessView(program.Id));
    }

    private static ulong Mask(ProcessView monitor, string field) =>
        ulong.Parse(monitor.StatusOf(field), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
