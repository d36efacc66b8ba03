using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>The pid file, and what keeps a second monitor out of a jail that is in use.</summary>
public sealed class PidFileTests
{
    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void TheProcessOfThePidFileIsTheOneToKill(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using ModalMonitor monitor = ModalMonitor.Start(jail, mode);
        using DetachedMonitor process = DetachedMonitor.Of(jail);
        Assert.Equal(monitor.Id, process.Id);
        Assert.Equal("vmm\n", monitor.View.Read("comm"));
        Assert.Contains($"{process.Id}", RunningProgram.Run("pidof", "vmm").Output.Split(' ', '\n'));

        Assert.Equal(0, Syscall.kill(process.Id, Signum.SIGKILL));

        process.WaitForEnd();
    }

    [Theory]
    [InlineData]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void TheFileIsRootsAndHoldsADecimalNumberOnly(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using ModalMonitor monitor = ModalMonitor.Start(jail, mode);

        Assert.Equal($"{monitor.Id}", File.ReadAllText(jail.PidFile));
        Assert.Equal(0, Syscall.stat(jail.PidFile, out Stat status));
        Assert.Equal((0u, 0x1A4u), (status.st_uid, (uint)status.st_mode & 0xFFF));
    }

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void AJailThatEndedStartsAgainAndOneThatRunsDoesNot(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using (ModalMonitor first = ModalMonitor.Start(jail, mode))
        {
            ProgramResult second = jail.Run();
            Assert.Equal((1, ""), (second.Status, second.Output));
            Assert.Contains($"still runs, as process {first.Id}; end it, or choose another --id", second.Error, StringComparison.Ordinal);
            Assert.Equal($"{first.Id}", File.ReadAllText(jail.PidFile));
        }

        using RunningProgram third = jail.StartSpinning();
        Assert.Equal($"{third.Id}", File.ReadAllText(jail.PidFile));
    }

    [Fact]
    public void OfManyJailersWithOneIdOneWins()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        RunningProgram[] programs = [.. Enumerable.Range(0, 6).Select(_ => jail.Start())];
        RunningProgram winner = WinnerOf(programs);
        winner.WaitForOutput("spinning");

        foreach (RunningProgram loser in programs.Where(program => program != winner))
        {
            ProgramResult result = loser.WaitForEnd();
            Assert.Equal(1, result.Status);
            Assert.Matches("another jailer is building|still runs, as process", result.Error);
        }
        Assert.Equal($"{winner.Id}", File.ReadAllText(jail.PidFile));
        Array.ForEach(programs, program => program.Dispose());
    }

    [Theory]
    [InlineData("link", "is no pid file of a jailer's")]
    [InlineData("foreign", "is no pid file of a jailer's")]
    public void APlantedPidFileIsRefused(string kind, string reason)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        if (kind == "link")
        {
            File.CreateSymbolicLink(jail.PidFile, "/etc/passwd");
        }
        else
        {
            File.WriteAllText(jail.PidFile, "1");
            Assert.Equal(0, Syscall.chown(jail.PidFile, TestJail.UserId, TestJail.GroupId));
        }

        ProgramResult result = jail.Run();

        Assert.Equal(1, result.Status);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    private static RunningProgram WinnerOf(RunningProgram[] programs)
    {
        Assert.True(
            System.Threading.SpinWait.SpinUntil(() => programs.Count(program => !program.HasEnded) == 1, TimeSpan.FromSeconds(10)),
            $"{programs.Count(program => !program.HasEnded)} jailers of {programs.Length} go on");
        return programs.Single(program => !program.HasEnded);
    }
}
