using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The whole walk: the published jailer starts the published monitor, which runs a guest.</summary>
public sealed class JailedGuestTests
{
    [Fact]
    public void GuestPrintsTheWordOfItsCommandLineAndResets()
    {
        Requires.RootAndKvm();
        string word = Guid.NewGuid().ToString("N");
        using TestJail jail = new();
        jail.StageGuest("print", $"word={word}");

        ProgramResult result = jail.Run();

        Assert.Contains($"word={word}", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.Status);
    }

    [Theory]
    [InlineData("print-pvh", "pvh")]
    [InlineData("print-bzimage", "word=")]
    public void OtherKernelFormatsAreEnteredToo(string guest, string sign)
    {
        Requires.RootAndKvm();
        string word = Guid.NewGuid().ToString("N");
        using TestJail jail = new();
        jail.StageGuest(guest, $"word={word}");

        ProgramResult result = jail.Run();

        Assert.Contains($"word={word}", result.Output, StringComparison.Ordinal);
        Assert.Contains(sign, result.Output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (result.Error, result.Status));
    }

    [Fact]
    public void GuestEchoesWhatIsTyped()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("echo");
        using RunningProgram program = jail.Start();

        string line = string.Concat(Enumerable.Repeat("0123456789abcdef", 64));
        program.Type(line + "\n");
        program.WaitForOutput(line);
        program.Type("\u0004");

        Assert.Equal(0, program.WaitForEnd().Status);
    }

    [Fact]
    public void PortsReadAsTheDevicesAndTheAbsenceOfDevicesSay()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("ports");

        ProgramResult result = jail.Run();

        Assert.Equal(0, result.Status);
        Assert.Contains("lsr=0x60", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ResetEndsWithStatusZero()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("shutdown");

        ProgramResult result = jail.Run();

        Assert.Equal((0, "", ""), (result.Status, result.Output, result.Error));
    }

    [Fact]
    public void TripleFaultEndsWithStatusOneAndSaysSo()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("triple-fault");

        ProgramResult result = jail.Run();

        Assert.Equal(1, result.Status);
        Assert.Matches("^vmm: vcpu 0: triple fault.*\n$", result.Error);
    }

    [Theory]
    [InlineData(Signum.SIGTERM, 143)]
    [InlineData(Signum.SIGINT, 130)]
    [InlineData(Signum.SIGQUIT, 131)]
    [InlineData(Signum.SIGHUP, 156)]
    public void ASignalStopsASpinningGuest(Signum signal, int status)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using RunningProgram program = jail.Start();
        program.WaitForOutput("spinning");

        Syscall.kill(program.Id, signal);

        Assert.Equal(status, program.WaitForEnd().Status);
    }
}
