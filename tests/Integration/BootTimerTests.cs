using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A guest's boot signal is reported once, in the words that tools look for, if the operator asked for it.</summary>
public sealed class BootTimerTests
{
    [Fact]
    public void TheTimeIsToldOnce()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("boot-timer");

        (ProgramResult result, string log) = jail.RunLogged("--boot-timer");

        Assert.Equal(0, result.Status);
        Assert.Contains("timer=0x00", result.Output, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(log, @"\] Guest-boot-time = +[0-9]+ us [0-9]+ ms, +[0-9]+ CPU us [0-9]+ CPU ms\n"));
    }

    [Fact]
    public void WithoutTheOptionThereIsNoTimer()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("boot-timer");

        ProgramResult result = jail.Run();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("timer=0x00", result.Output, StringComparison.Ordinal);
    }
}
