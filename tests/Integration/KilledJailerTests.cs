using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A jailer that is killed at any point leaves no monitor behind, and an id that starts again.</summary>
public sealed class KilledJailerTests
{
    private const int Killed = 137;

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void KilledBeforeAnyStepTheIdStartsAgain(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] arguments = ["--", .. jail.JailerArguments, .. mode, "--", .. TestJail.MonitorArguments];
        string[] steps = RunningProgram.Run(Artifacts.WeakJailer, ["--steps", .. arguments]).Output.TrimEnd('\n').Split('\n');
        Assert.True(steps.Length > 20, string.Join(' ', steps));

        foreach (string step in steps)
        {
            ProgramResult result = RunningProgram.Run(Artifacts.WeakJailer, ["--die-before", step, .. arguments]);

            Assert.Equal((Killed, ""), (result.Status, result.Error));
            Assert.Empty(ProcessesIn(jail));
            using RunningProgram again = jail.StartSpinning();
            Assert.Equal($"{again.Id}", File.ReadAllText(jail.PidFile));
        }
    }

    [Fact]
    public void KilledWhileItsChildWaitsTheJailerTakesTheChildWithIt()
    {
        using TestJail jail = TestJail.WithSpinningGuest();

        // It waits for the process in the middle when there is a child, and before the child is let go.
        ProgramResult result = RunningProgram.Run(
            "strace",
            ["-qq", "-o", "/dev/null", "-e", "inject=wait4:signal=KILL", Artifacts.Jailer, .. jail.JailerArguments, "--daemonize", "--", .. TestJail.MonitorArguments]);

        Assert.Equal(Killed, result.Status);
        // A child that has not come to the jail's root yet holds the jail all the same, and is known by the id on its command line.
        Assert.True(
            SpinWait.SpinUntil(() => ProcessesIn(jail).Length == 0 && !IsNamedByAny(jail.Id), TimeSpan.FromSeconds(10)), string.Join(' ', ProcessesIn(jail)));
        using DetachedMonitor again = jail.StartDetached("--daemonize");
        // The search sees a monitor where there is one.
        Assert.Equal([again.Id], ProcessesIn(jail));
    }

    private static bool IsNamedByAny(string id) => Directory.GetDirectories("/proc")
        .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
        .Any(path => CommandLineOf(path).Contains(id, StringComparison.Ordinal));

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int[] ProcessesIn(TestJail jail)
    {
        Assert.Equal(0, Syscall.stat(jail.Root, out Stat root));
        return [.. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out int id) ? id : 0)
            .Where(id => id > 0 && Syscall.stat($"/proc/{id}/root", out Stat its) == 0 && (its.st_dev, its.st_ino) == (root.st_dev, root.st_ino))];
    }
}
