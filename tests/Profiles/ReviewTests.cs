using System.Linq;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>Misleading rules are found, and so are grants that a reviewer should approve explicitly.</summary>
public sealed class ReviewTests : IDisposable
{
    private const string Exit = "  - syscall: exit\n    reason: test\n";
    private const string WriteToOne = "  - syscall: write\n    args: [{index: 0, op: eq, value: 1, width: 32}]\n    reason: test\n";
    private const string AnyWrite = "  - syscall: write\n    reason: test\n";

    private readonly ScratchProfiles _profiles = new();

    // Calls with conditions, the warning for them, and a harmless variant.
    public static TheoryData<string, string, string> Grants => new()
    {
        { "mmap", "", "KP301" },
        { "mprotect", "{index: 2, op: flags_subset_of, value: PROT_READ|PROT_EXEC}", "KP301" },
        { "pkey_mprotect", "{index: 2, op: ne, value: PROT_EXEC}", "KP301" },
        { "shmat", "", "KP301" },
        { "personality", "", "KP301" },
        { "io_uring_setup", "", "KP302" },
        { "ptrace", "", "KP303" },
        { "process_vm_writev", "", "KP303" },
        { "bpf", "", "KP304" },
        { "userfaultfd", "", "KP304" },
        { "ioctl", "", "KP305" },
        { "ioctl", "{index: 1, op: ne, value: TCSETS, width: 32}", "KP305" },
        { "prctl", "{index: 1, op: eq, value: 0}", "KP306" },
        { "clone", "", "KP307" },
        { "clone3", "", "KP307" },
        { "fork", "", "KP307" },
        { "execve", "", "KP308" },
        { "mount", "", "KP309" },
        { "kexec_load", "", "KP310" },
        { "setuid", "", "KP311" },
        { "kill", "", "KP312" },
        { "tgkill", "", "KP312" },
        { "socket", "", "KP313" },
        { "keyctl", "", "KP314" },
        { "openat", "", "KP315" },
        { "open", "{index: 2, op: eq, value: 0, width: 32}", "KP315" },
        { "openat2", "", "KP315" },
    };

    public static TheoryData<string, string> Harmless => new()
    {
        { "mmap", "{index: 2, op: flags_subset_of, value: PROT_READ|PROT_WRITE}" },
        { "mprotect", "{index: 2, op: masked_eq, mask: PROT_EXEC, value: 0}" },
        { "mprotect", "{index: 2, op: lt, value: PROT_EXEC}" },
        { "ioctl", "{index: 1, op: eq, value: TCSETS, width: 32}" },
        { "prctl", "{index: 0, op: in, value: [PR_SET_NAME], width: 32}" },
        { "clone", "{index: 0, op: eq, value: CLONE_VM|CLONE_THREAD|CLONE_SIGHAND, width: 32}" },
        { "tgkill", "{index: 2, op: eq, value: SIGABRT, width: 32}" },
        { "socket", "{index: 0, op: eq, value: AF_UNIX, width: 32}" },
        { "openat", "{index: 2, op: flags_subset_of, value: O_CLOEXEC, width: 32}" },
        { "open", "{index: 1, op: eq, value: 0, width: 32}" },
    };

    public void Dispose() => _profiles.Dispose();

    [Theory]
    [MemberData(nameof(Grants))]
    public void ADangerousGrantIsAWarningThatAnAllowanceSilences(string call, string condition, string id)
    {
        string arguments = condition.Length > 0 ? $"    args: [{condition}]\n" : "";
        Write($"  - syscall: {call}\n{arguments}    reason: r\n");

        Assert.StartsWith($"vcpu.yaml:4:14: warning {id}: {call}: ", Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
        Assert.True(_profiles.Compile().Succeeded);

        Write($"  - syscall: {call}\n{arguments}    reason: r\n    allow: [{id}]\n");
        Assert.Empty(_profiles.Errors());

        Write($"  - syscall: {call}\n{arguments}    action: errno(ENOSYS)\n    reason: r\n");
        Assert.Empty(_profiles.Errors());
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void AConfinedGrantIsNone(string call, string condition)
    {
        Write($"  - syscall: {call}\n    args: [{condition}]\n    reason: r\n");

        Assert.Empty(_profiles.Errors());
    }

    [Fact]
    public void ARuleThatIsThereTwiceIsOneTooMany() => Expect(
        Exit + WriteToOne + WriteToOne, "vcpu.yaml:9:14: error KP115: the rule is the same as the one at vcpu.yaml:6:14; keep one");

    [Fact]
    public void ARuleBehindAWiderOneIsNeverReached() => Expect(
        AnyWrite + WriteToOne,
        "vcpu.yaml:6:14: error KP116: the rule is never reached: vcpu.yaml:4:14 answers all of its calls with allow; remove it, or put it before that one");

    [Fact]
    public void ARuleCannotTakeBackWhatAnIncludeGrants()
    {
        _profiles.Write("fragment", $"profile: fragment\ndefault: trap\nrules:\n{AnyWrite}");
        _profiles.Write("vcpu", $"profile: vcpu\ndefault: trap\ninclude: [fragment]\nrules:\n{WriteToOne.Replace("    reason", "    action: trap\n    reason", StringComparison.Ordinal)}");

        Assert.Equal(
            ["vcpu.yaml:5:14: error KP116: the rule is never reached: fragment.yaml:4:14 answers all of its calls with allow; remove it, or put it before that one"],
            _profiles.Errors());
    }

    [Fact]
    public void TwoIncludesMayGrantTheSameButNotDisagree()
    {
        _profiles.Write("vmm", $"profile: vmm\ndefault: trap\nrules:\n{AnyWrite}");
        _profiles.Write("vcpu", $"profile: vcpu\ndefault: trap\nrules:\n{AnyWrite}");
        Assert.Empty(_profiles.Errors());

        _profiles.Write("vcpu", $"profile: vcpu\ndefault: trap\nrules:\n{AnyWrite.Replace("    reason", "    action: errno(EBADF)\n    reason", StringComparison.Ordinal)}");
        Assert.Contains(
            "setup.yaml:1:10: error KP116: of two includes, vmm.yaml:4:14 answers with allow what vcpu.yaml:4:14 answers with errno(EBADF); make them agree",
            _profiles.Errors());
    }

    [Fact]
    public void AProfileThatNobodyIncludesDoesNothing()
    {
        _profiles.Write("stray", $"profile: stray\ndefault: trap\nrules:\n{Exit}");

        Assert.Equal(["stray.yaml:1:1: error KP117: no program includes this profile, so it does nothing; include or remove it"], _profiles.Errors());
    }

    [Fact]
    public void AGrantThatTheProgramBelowLacksIsNone()
    {
        _profiles.Write("setup", $"profile: setup\ndefault: trap\ninclude: [runtime, vmm, api]\nrules:\n{WriteToOne}");
        Write(AnyWrite);

        string error = Assert.Single(_profiles.Errors());
        Assert.StartsWith("vcpu.yaml:4:14: error KP118: in 'vcpu' the rule answers write(0x", error, StringComparison.Ordinal);
        Assert.EndsWith("with allow, but 'setup' lies below it and answers with trap, by its default; let 'setup' include this profile", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ACommonCallHasARule()
    {
        _profiles.Write("vcpu", $"profile: vcpu\ndefault: trap\ncommon: [exit, write]\nrules:\n{Exit}");

        Assert.Equal(["vcpu.yaml:3:16: error KP119: no rule of the program names this call; remove it from 'common'"], _profiles.Errors());
    }

    [Fact]
    public void SeveralRulesOfFlagsBeforeARestAreNotTooIntricate()
    {
        Write(
            """
              - syscall: mmap
                args: [{index: 2, op: flags_subset_of, value: PROT_READ}]
                reason: r
              - syscall: mmap
                args: [{index: 3, op: flags_subset_of, value: MAP_PRIVATE|MAP_ANONYMOUS}, {index: 2, op: flags_subset_of, value: PROT_WRITE}]
                reason: r
              - syscall: mmap
                action: errno(EACCES)
                reason: r
            """);

        Assert.Empty(_profiles.Errors());
    }

    [Fact]
    public void ACallOfManyRulesIsAnError()
    {
        IEnumerable<string> rules = Enumerable.Range(0, 65).Select(value => $"  - syscall: write\n    args: [{{index: 0, op: eq, value: {value}}}]\n    reason: r\n");

        Write(string.Concat(rules));

        Assert.Contains("vcpu.yaml:196:14: error KP121: more than 64 rules name this call; join them by lists of values", _profiles.Errors());
    }

    [Fact]
    public void ListsThatFitIntoNoProgramAreNotReasonedAbout()
    {
        string values = string.Join(", ", Enumerable.Range(0, 5_000));

        Expect(
            $"  - syscall: exit\n    args: [{{index: 0, op: not_in, value: [{values}]}}]\n    reason: r\n",
            "vcpu.yaml:4:5: error KP110: its lists have more values than the 4096 instructions of a program");
    }

    [Fact]
    public void RulesThatNobodyFollowsAreAnError()
    {
        string list = string.Join(", ", Enumerable.Range(0, 1_000).Select(value => $"0x{value * 0x2_0000_0002L:x}"));
        string lows = string.Join(", ", Enumerable.Range(0, 1_000).Select(value => $"0x{value * 2:x}"));

        Expect(
            $"  - syscall: fcntl\n    args: [{{index: 2, op: not_in, value: [{list}]}}, {{index: 2, op: not_in, value: [{lows}], width: 32}}]\n    reason: r\n",
            "vcpu.yaml:1:1: error KP121: its conditions are too intricate to prove anything about; shorten its lists, or split it");
    }

    private void Write(string rules) => _profiles.Write("vcpu", $"{ScratchProfiles.Head}rules:\n{rules}");

    private void Expect(string rules, string expected)
    {
        Write(rules);
        Assert.Equal([expected], _profiles.Errors());
    }
}
