using System.Diagnostics;
using Kiln.Linux.Processes;
using Xunit;

namespace Kiln.Linux.Tests.Processes;

/// <summary>Kills one process, and never a process group.</summary>
public sealed class OtherProcessTests
{
    [Fact]
    public void AProcessIsEndedAndOneThatHasEndedIsNoFailure()
    {
        using Process process = Process.Start("sleep", "1000");

        OtherProcess.Kill(process.Id);

        Assert.True(process.WaitForExit(10_000));
        Assert.Equal(128 + 9, process.ExitCode);
        OtherProcess.Kill(process.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AGroupIsNoProcess(int id) => Assert.Throws<ArgumentOutOfRangeException>(() => OtherProcess.Kill(id));
}
