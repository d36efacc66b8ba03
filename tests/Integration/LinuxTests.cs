using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The project's Linux boots in a jail, under all filters, to its user space and back.</summary>
[Collection(BusyCollection.Name)]
public sealed class LinuxTests
{
    // Boots take half a minute where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void ADistributionsOwnKernelBoots()
    {
        Requires.RootAndKvm();
        Requires.HardwareVirtualization();
        Requires.DistributionKernel();
        using TestJail jail = new();
        jail.StageLinux(2, "word=distribution", File.ReadAllBytes(Artifacts.DistributionKernel!));

        using RunningProgram program = jail.Start();
        ProgramResult result = program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("linux: done", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryProcessorComesUpWhatIsTypedReachesTheGuestAndEveryThreadIsConfined()
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        using TestJail jail = new();
        string word = $"{Guid.NewGuid():N}";
        jail.StageLinux(4, $"then=echo word={word}");
        using RunningProgram program = jail.Start();
        program.WaitForOutput("echo ready", _patience);
        Assert.True(Regex.IsMatch(program.Output, $"linux: processors=4 arguments=[^\n]*word={word}[^\n]*pci=off"), program.Output);
        ProcessView process = new(program.Id);
        foreach (int thread in process.Threads)
        {
            Assert.Equal(("2", "1", "0000000000000000"), (process.StatusOf(thread, "Seccomp"), process.StatusOf(thread, "NoNewPrivs"), process.StatusOf(thread, "CapEff")));
        }

        program.Type("hello\n");
        program.WaitForOutput("got: hello", _patience);
        string[] lines = [.. Enumerable.Range(0, 32).Select(number => $"{number} {new string((char)('a' + (number % 26)), 60)}")];
        program.Type(string.Join('\n', lines) + "\n");
        Assert.All(lines, line => program.WaitForOutput($"got: {line}", _patience));
        program.Type("end\n");
        ProgramResult result = program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("linux: done", result.Output, StringComparison.Ordinal);
    }
}
