using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A jailer killed at any point leaves no monitor behind, and its id can be reused.</summary>
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

        // The jailer waits for the intermediate process when there is a child, and before it releases the child.
        ProgramResult result = RunningProgram.Run(
            "strace",
            ["-qq", "-o", "/dev/null", "-e", "inject=wait4:signal=KILL", Artifacts.Jailer, .. jail.JailerArguments, "--daemonize", "--", .. TestJail.MonitorArguments]);

        Assert.Equal(Killed, result.Status);
        // A child that has not reached the jail's root yet still holds the jail, and can be found by the id on its command line.
        Assert.True(
            SpinWait.SpinUntil(() => ProcessesIn(jail).Length == 0 && !IsNamedByAny(jail.Id), TimeSpan.FromSeconds(10)), string.Join(' ', ProcessesIn(jail)));
        using DetachedMonitor again = jail.StartDetached("--daemonize");
        // The control: the search does find an existing monitor.
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
