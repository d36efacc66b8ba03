using System.Linq;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A forbidden call on a live thread of the published monitor ends it with a line that says which thread and which call.</summary>
public sealed class ViolationTests
{
    private const int Execve = 59;
    private const int Ptrace = 101;
    private const int Mount = 165;
    private const int Socket = 41;

    [Theory]
    [InlineData("vmm", Execve, "execve")]
    [InlineData("vmm", Socket, "socket")]
    [InlineData("vcpu 0", Mount, "mount")]
    [InlineData("vcpu 0", Execve, "execve")]
    [InlineData("runtime", Ptrace, "ptrace")]
    [InlineData("runtime", Socket, "socket")]
    public void AForbiddenCallEndsTheProcessWithStatus148AndTheLine(string thread, int number, string name)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using RunningProgram program = jail.Start();
        program.WaitForOutput("spinning");
        ProcessView process = new(program.Id);
        int threadId = process.Threads.Single(candidate => process.NameOf(candidate) == thread);

        string[] arguments = ["0x1111", "0x2222", "0x3333", "0x4444", "0x5555", "0x6666"];
        RunningProgram.Run(Artifacts.Probe, ["inject", $"{threadId}", $"{number}", .. arguments.Select(value => $"{Convert.ToUInt64(value, 16)}")]);

        ProgramResult result = program.WaitForEnd();
        Assert.Equal(148, result.Status);
        Assert.Matches(
            $"^vmm: thread \"{thread}\" \\([0-9]+\\) made a system call that profile {thread.Split(' ')[0]} does not allow: {name} \\({number}\\) with "
            + $"0x1111, 0x2222, 0x3333, 0x4444, 0x5555, 0x6666 at 0x[0-9a-f]+; no rule of {thread.Split(' ')[0]} names it; explained by: "
            + $"jailer profile why {thread.Split(' ')[0]} {name} 0x1111 0x2222 0x3333 0x4444 0x5555 0x6666; the process ends with status 148\n$",
            result.Error);
    }

    [Fact]
    public void ASigsysFromOutsideIsNotTakenForAViolation()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using RunningProgram program = jail.Start();
        program.WaitForOutput("spinning");

        Syscall.kill(program.Id, Signum.SIGSYS);

        ProgramResult result = program.WaitForEnd();
        Assert.Equal(2, result.Status);
        Assert.Contains("no filter sent", result.Error, StringComparison.Ordinal);
    }
}
