using System.Globalization;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Rules, the interpreter and the kernel of this host give one answer to every call.</summary>
[Collection(BusyCollection.Name)]
public sealed class KernelAgreementTests(ITestOutputHelper output)
{
    private const string Pairs = "10000";

    // A process for each pair: half a minute where the host makes faults of pages dear.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    // A call that a filter kills ends the process by SIGSYS, which is 31.
    private const int EndedByFilter = 128 + 31;

    [Fact]
    public void RulesInterpreterAndKernelAgree()
    {
        string seed = Seed.Next().ToString(CultureInfo.InvariantCulture);

        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "agree", seed, Pairs);
        ProgramResult result = probe.WaitForEnd(_patience);

        output.WriteLine(result.Output);
        Assert.Equal("", result.Error);
        Assert.EndsWith($"\n{Pairs} pairs agree; seed {seed}; cells 840 of 840 covered\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Status);
    }

    // A fault that both share leaves the rules alone; one of the kernel's or the interpreter's program leaves that one alone. What kills
    // a thread and what kills a process, or what allows and what logs, are the same to the kernel's side.
    [Theory]
    [InlineData("high word ignored", "the rules differ|rules and interpreter differ")]
    [InlineData("wrong default", "the rules differ|rules and interpreter differ")]
    [InlineData("x32 hole", "the rules differ|rules and interpreter differ")]
    [InlineData("data of actions dropped", "the rules differ|rules and interpreter differ")]
    [InlineData("jump one too far", "the rules differ|rules and interpreter differ")]
    [InlineData("kernel:high word ignored", "the kernel differs")]
    [InlineData("kernel:at most taken for below", "the kernel differs")]
    [InlineData("kernel:wrong default", "the kernel differs")]
    [InlineData("interpreter:high word ignored", "the interpreter differs|rules and interpreter differ")]
    [InlineData("interpreter:signed compare", "the interpreter differs|rules and interpreter differ")]
    public void AFaultyCompilerIsFound(string fault, string who)
    {
        string seed = Seed.Next().ToString(CultureInfo.InvariantCulture);

        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "agree", seed, Pairs, "--mutant", fault);
        ProgramResult result = probe.WaitForEnd(_patience);

        output.WriteLine(result.Output);
        Assert.Matches($"^seed {seed}, pair [0-9]+: ({who}): the rules say .*\n$", result.Output);
        Assert.Equal(1, result.Status);
    }

    [Theory]
    [InlineData("allow", "allow: the call was made\n", 0)]
    [InlineData("log", "log: the call was made\n", 0)]
    [InlineData("trace", "trace: the call was not made\n", 0)]
    [InlineData("kill_thread", "kill_thread: the thread ended, the process did not\n", 0)]
    [InlineData("kill_process", "", EndedByFilter)]
    public void AnActionReachesAsFarAsItsNameSays(string action, string report, int status)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Probe, "agree", "thread", action);

        Assert.Equal(new ProgramResult(status, report, ""), result);
    }
}
