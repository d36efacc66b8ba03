using System.Diagnostics;
using System.Globalization;
using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>The monitor in the jailer's process, in a child, without a terminal.</summary>
public sealed class LaunchModeTests
{
    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void ADaemonHasNoTerminalNoSessionToLeadAndNoStream(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using DetachedMonitor monitor = jail.StartDetached(mode);
        ProcessView view = new(monitor.Id);

        Assert.NotEqual($"{monitor.Id}", view.StatOf(6));
        Assert.NotEqual(new ProcessView(Environment.ProcessId).StatOf(6), view.StatOf(6));
        Assert.Equal("0", view.StatOf(7));
        Assert.All((int[])[0, 1, 2], number => Assert.Equal("/dev/null", view.FileAt(number)));
        Assert.Equal("", File.ReadAllText(Path.Combine(jail.BaseDirectory, "output")));
    }

    [Fact]
    public void InAPidNamespaceAloneStreamsAndSessionStay()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using DetachedMonitor monitor = jail.StartDetached("--new-pid-ns");
        ProcessView view = new(monitor.Id);
        string output = Path.Combine(jail.BaseDirectory, "output");

        Assert.Equal(new ProcessView(Environment.ProcessId).StatOf(6), view.StatOf(6));
        Assert.Equal(output, view.FileAt(1));
        Assert.True(System.Threading.SpinWait.SpinUntil(() => File.ReadAllText(output) == "spinning\n", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void AJailerThatLeadsASessionLeavesItsMonitorOneOfItsOwn()
    {
        using TestJail jail = TestJail.WithSpinningGuest();

        Assert.Equal(0, RunningProgram.Run(
            "setsid", ["--wait", "sh", "-c", "exec \"$0\" \"$@\" </dev/null >/dev/null 2>&1", Artifacts.Jailer, .. jail.JailerArguments, "--new-pid-ns", "--", .. TestJail.MonitorArguments]).Status);
        using DetachedMonitor monitor = DetachedMonitor.Of(jail);

        Assert.Equal($"{monitor.Id}", new ProcessView(monitor.Id).StatOf(6));
    }

    [Fact]
    public void TheMonitorIsToldWhenTheJailerStarted()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        long before = Now;
        using RunningProgram program = jail.StartSpinning();
        string[] arguments = ArgumentsOf(program.Id);

        Assert.Equal(
            ["/vmm", "--id", jail.Id, "--start-time-us", arguments[4], "--start-time-cpu-us", arguments[6], "--parent-cpu-time-us", "0", .. TestJail.MonitorArguments],
            arguments);
        Assert.InRange(Number(arguments[4]), before, Now);
        Assert.InRange(Number(arguments[6]), 100, 1_000_000);
        Assert.Empty(File.ReadAllBytes($"/proc/{program.Id}/environ"));
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void InAChildTheJailersProcessorTimeIsTheParents(string mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        long before = Now;
        using DetachedMonitor monitor = jail.StartDetached(mode);
        string[] arguments = ArgumentsOf(monitor.Id);

        Assert.InRange(Number(arguments[4]), before, Now);
        Assert.Equal(["--start-time-cpu-us", "0", "--parent-cpu-time-us"], arguments[5..8]);
        Assert.InRange(Number(arguments[8]), 100, 1_000_000);
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void AProgramThatCannotBeExecutedLeavesNothing(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string program = Path.Combine(Directory.CreateDirectory(Path.Combine(jail.BaseDirectory, "programs")).FullName, "broken");
        ForeignPrograms.WriteUnloadable(program);

        ProgramResult result = RunningProgram.Run(
            Artifacts.Jailer,
            ["--id", jail.Id, "--exec-file", program, "--uid", "1234", "--gid", "1234", "--chroot-base-dir", jail.BaseDirectory, .. mode]);

        Assert.Equal(1, result.Status);
        Assert.Matches("^jailer: Failed to exec into /broken: .*\n$", result.Error);
        Assert.False(Directory.Exists(Path.Combine(jail.BaseDirectory, "broken", jail.Id)));
    }

    private static long Now => Stopwatch.GetTimestamp() / 1000;

    private static string[] ArgumentsOf(int process) => File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0').Split('\0');

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
