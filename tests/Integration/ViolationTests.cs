using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A forbidden call on a live thread of the published monitor ends it with a line that says which thread, which call and which rule.</summary>
public sealed partial class ViolationTests
{
    private const string NoRule = "no rule of PROFILE names it";

    // What whoever takes a thread over would try first, by number and arguments, and what the report says of the rules.
    private static readonly (string Name, int Number, ulong[] Arguments, string Rule)[] _everywhere =
    [
        ("execve", 59, [0x1111, 0x2222, 0x3333, 0x4444, 0x5555, 0x6666], NoRule),
        ("execveat", 322, [3], NoRule),
        ("ptrace", 101, [16, 1], NoRule),
        ("process_vm_writev", 311, [1], NoRule),
        ("mount", 165, [], NoRule),
        ("pivot_root", 155, [], NoRule),
        ("chroot", 161, [], NoRule),
        ("setns", 308, [], NoRule),
        ("unshare", 272, [0x1000_0000], NoRule),
        ("bind", 49, [0, 0], NoRule),
        ("bpf", 321, [5], NoRule),
        ("io_uring_setup", 425, [8], NoRule),
        ("userfaultfd", 323, [], NoRule),
        ("perf_event_open", 298, [], NoRule),
        ("open", 2, [], NoRule),
        ("memfd_create", 319, [], NoRule),
        ("clone", 56, [0x11], NoRule),
        ("clone3", 435, [], NoRule),
        ("fork", 57, [], NoRule),
        ("prctl", 157, [4, 1], NoRule),
        ("seccomp", 317, [1], NoRule),
        ("setuid", 105, [0], NoRule),
        ("kill", 62, [1, 9], NoRule),
        ("keyctl", 250, [], NoRule),
        ("init_module", 175, [], NoRule),
        ("dup2", 33, [0, 1], NoRule),
        ("mmap", 9, [0, 4096, 7, 0x22], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 2 may have only bits of 0x3"),
        ("mprotect", 10, [0, 4096, 4], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 2 may have only bits of 0x3"),
        ("madvise", 28, [0, 4096, 12], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 2 must be one of 3 values"),
        ("tgkill", 234, [1, 1, 9], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 2 must be 0x22"),
        ("prlimit64", 302, [0, 7, 0x1000], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 2 must be 0x0"),
        ("write", 1, [9, 0, 9], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 0 must be standard error"),
        ("rt_sigaction", 13, [31], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 0 must be one of 4 values"),
    ];

    public static TheoryData<string, string, int, ulong[], string> Calls
    {
        get
        {
            TheoryData<string, string, int, ulong[], string> calls = [];
            foreach (string thread in (string[])["vmm", "vcpu 0", "runtime"])
            {
                foreach ((string name, int number, ulong[] arguments, string rule) in _everywhere)
                {
                    calls.Add(thread, name, number, arguments, rule);
                }
            }
            // KVM_RUN and TIOCSTI on threads that do not enter the guest; the vcpu's other requests; calls of the vmm thread on others.
            calls.Add("vmm", "ioctl", 16, [9, 0xAE80], @"nearest rule vmm\.yaml:[0-9]+:[0-9]+, whose argument 1 must be one of 14 values");
            calls.Add("runtime", "ioctl", 16, [9, 0xAE80], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 0 must be standard input");
            calls.Add("vmm", "ioctl", 16, [0, 0x5412], @"nearest rule base\.yaml:[0-9]+:[0-9]+, whose argument 1 must be 0x5402");
            calls.Add("vcpu 0", "ioctl", 16, [9, 0xAE41], @"nearest rule vcpu\.yaml:[0-9]+:[0-9]+, whose argument 1 must be 0xae80");
            // The vmm thread opens files for drives, to read and in no other way than one.
            calls.Add("vmm", "openat", 257, [0xFFFF_FF9C, 0, 0x8_0042], @"nearest rule vmm\.yaml:[0-9]+:[0-9]+, whose argument 2 must be one of 3 values");
            calls.Add("vmm", "dup3", 292, [0, 60, 0x8_0000], @"nearest rule vmm\.yaml:[0-9]+:[0-9]+, whose argument 1 must be a drive's file");
            calls.Add("vcpu 0", "openat", 257, [0xFFFF_FF9C, 0, 0x8_0900], NoRule);
            calls.Add("runtime", "openat", 257, [0xFFFF_FF9C, 0, 0x8_0900], NoRule);
            calls.Add("vcpu 0", "read", 0, [0], NoRule);
            calls.Add("vcpu 0", "epoll_wait", 232, [0], NoRule);
            calls.Add("runtime", "read", 0, [0], NoRule);
            calls.Add("runtime", "rt_sigtimedwait", 128, [0], NoRule);
            calls.Add("vmm", "rt_sigtimedwait", 128, [0], NoRule);
            calls.Add("vmm", "unknown", 1000, [], NoRule);
            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void AForbiddenCallEndsTheProcessWithStatus148AndTheLine(string thread, string name, int number, ulong[] arguments, string rule)
    {
        ProgramResult result = Inject(thread, number, arguments);

        string profile = thread.Split(' ')[0];
        string[] six = [.. arguments.Concat(new ulong[6]).Take(6).Select(value => $"0x{value:x}")];
        Assert.Matches(
            $"^vmm: thread \"{thread}\" \\([0-9]+\\) made a system call that profile {profile} does not allow: {name} \\({number}\\) with "
            + $"{string.Join(", ", six)} at 0x[0-9a-f]+; {rule.Replace("PROFILE", profile, StringComparison.Ordinal)}; explained by: "
            + $"jailer profile why {profile} {(name == "unknown" ? number : name)} {string.Join(' ', six)}; the process ends with status 148\n$",
            result.Error);
        Assert.Equal(148, result.Status);
    }

    [Fact]
    public void TheCommandOfTheReportExplainsIt()
    {
        Match report = Report().Match(Inject("vcpu 0", 16, [9, 0xAE41]).Error);
        Assert.True(report.Success);
        ProgramResult explanation = RunningProgram.Run(Artifacts.Jailer, report.Groups["command"].Value.Split(' '));

        Assert.Equal(3, explanation.Status);
        Assert.Contains($"Nearest is {report.Groups["rule"].Value}: enters the guest", explanation.Output, StringComparison.Ordinal);
        Assert.Contains("argument 1 (32 bits) must be KVM_RUN; it is 0xae41, KVM_CREATE_VCPU", explanation.Output, StringComparison.Ordinal);
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

    private static ProgramResult Inject(string thread, int number, ulong[] arguments)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using RunningProgram program = jail.Start();
        program.WaitForOutput("spinning");
        ProcessView process = new(program.Id);
        int threadId = process.Threads.Single(candidate => process.NameOf(candidate) == thread);
        RunningProgram.Run(
            Artifacts.Probe, ["inject", $"{threadId}", $"{number}", .. arguments.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        return program.WaitForEnd();
    }

    [GeneratedRegex("nearest rule (?<rule>[a-z.0-9:]+), .* explained by: jailer (?<command>.*); the process")]
    private static partial Regex Report();
}
