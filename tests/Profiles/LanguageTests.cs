using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>What a profile means.</summary>
public sealed class LanguageTests : IDisposable
{
    private const int WriteCall = 1;
    private const int IoctlCall = 16;

    private readonly ScratchProfiles _profiles = new();

    public void Dispose() => _profiles.Dispose();

    [Fact]
    public void ARuleAllowsItsCallAndNoOther()
    {
        RuleSet rules = Vcpu("  - syscall: write\n    reason: test\n");

        Assert.True(Allows(rules, WriteCall));
        Assert.False(Allows(rules, IoctlCall));
    }

    [Fact]
    public void AListOfCallsIsARuleForEach()
    {
        RuleSet rules = Vcpu("  - syscall: [write, ioctl]\n    args: [{index: 0, op: eq, value: 1}]\n    reason: test\n");

        Assert.True(Allows(rules, WriteCall, 1));
        Assert.True(Allows(rules, IoctlCall, 1));
        Assert.False(Allows(rules, IoctlCall, 2));
    }

    [Fact]
    public void ConditionsAreAndedAndRulesAreOred()
    {
        RuleSet rules = Vcpu(
            """
              - syscall: write
                args: [{index: 0, op: eq, value: 1}, {index: 2, op: eq, value: 8}]
                reason: test
              - syscall: write
                args: [{index: 0, op: eq, value: 2}]
                reason: test
            """);

        Assert.True(Allows(rules, WriteCall, 1, 0, 8));
        Assert.False(Allows(rules, WriteCall, 1, 0, 9));
        Assert.True(Allows(rules, WriteCall, 2, 0, 9));
        Assert.False(Allows(rules, WriteCall, 3, 0, 8));
    }

    [Theory]
    [InlineData("op: eq, value: 10", 10, 11)]
    [InlineData("op: eq, value: 0xA", 10, 0x1_0000_000A)]
    [InlineData("op: eq, value: 0xA, width: 64", 10, 0x1_0000_000A)]
    [InlineData("op: eq, value: 0xA, width: 32", 0x1_0000_000A, 11)]
    [InlineData("op: eq, value: 18446744073709551615", ulong.MaxValue, uint.MaxValue)]
    [InlineData("op: eq, value: KVM_RUN", 0xAE80, 0xAE81)]
    [InlineData("op: eq, value: PROT_READ|PROT_WRITE", 3, 1)]
    [InlineData("op: eq, value: PROT_READ | 0x10", 0x11, 1)]
    [InlineData("op: ne, value: 10", 11, 10)]
    [InlineData("op: in, value: [TCGETS, 7]", 0x5401, 8)]
    [InlineData("op: masked_eq, mask: 0xF0, value: 0x10", 0x1F, 0x2F)]
    [InlineData("op: flags_subset_of, value: PROT_READ|PROT_WRITE", 2, 4)]
    [InlineData("op: lt, value: 10", 9, 10)]
    [InlineData("op: le, value: 10", 10, 11)]
    [InlineData("op: gt, value: 10", 0x8000_0000_0000_0000, 10)]
    [InlineData("op: ge, value: 0x8000000000000000", 0x8000_0000_0000_0000, 1)]
    [InlineData("op: ge, value: 10, width: 32", 10, 0x1_0000_0009)]
    [InlineData("op: not_in, value: [1, 2]", 0x1_0000_0001, 2)]
    [InlineData("op: not_in, value: [1, 2], width: 32", 3, 0x1_0000_0001)]
    [InlineData("op: flags_subset_of, value: 3", 0, 0x1_0000_0001)]
    public void AConditionHoldsForSomeArgumentsOnly(string condition, ulong matching, ulong other)
    {
        RuleSet rules = Vcpu($"  - syscall: write\n    args: [{{index: 3, {condition}}}]\n    reason: test\n");

        Assert.True(Allows(rules, WriteCall, 0, 0, 0, matching));
        Assert.False(Allows(rules, WriteCall, 0, 0, 0, other));
    }

    [Theory]
    [InlineData("allow", SeccompAction.SECCOMP_RET_ALLOW, 0)]
    [InlineData("log", SeccompAction.SECCOMP_RET_LOG, 0)]
    [InlineData("trace", SeccompAction.SECCOMP_RET_TRACE, 0)]
    [InlineData("errno(ENOSYS)", SeccompAction.SECCOMP_RET_ERRNO, 38)]
    [InlineData("errno(4095)", SeccompAction.SECCOMP_RET_ERRNO, 4095)]
    [InlineData("trap", SeccompAction.SECCOMP_RET_TRAP, (int)FilterProfile.Vcpu)]
    [InlineData("kill_thread", SeccompAction.SECCOMP_RET_KILL_THREAD, 0)]
    [InlineData("kill_process", SeccompAction.SECCOMP_RET_KILL_PROCESS, 0)]
    public void ARuleAnswersWithItsAction(string action, SeccompAction expected, int data)
    {
        FilterAction answer = Vcpu($"  - syscall: write\n    action: {action}\n    reason: test\n").Decide(Data(WriteCall, new ulong[6]));

        Assert.Equal((expected, data), (answer.Action, answer.Data));
    }

    [Theory]
    [InlineData("trap", SeccompAction.SECCOMP_RET_TRAP, (int)FilterProfile.Vcpu)]
    [InlineData("errno(EPERM)", SeccompAction.SECCOMP_RET_ERRNO, 1)]
    [InlineData("kill_process", SeccompAction.SECCOMP_RET_KILL_PROCESS, 0)]
    public void ADefaultAnswersWhatNoRuleDoes(string action, SeccompAction expected, int data)
    {
        _profiles.Write("vcpu", $"profile: vcpu\ndefault: {action}\nrules:\n  - syscall: write\n    reason: test\n");
        FilterAction answer = _profiles.Rules(FilterProfile.Vcpu).Decide(Data(IoctlCall, new ulong[6]));

        Assert.Equal((expected, data), (answer.Action, answer.Data));
    }

    [Fact]
    public void TheFirstRuleThatMatchesDecides()
    {
        RuleSet rules = Vcpu(
            """
              - syscall: write
                args: [{index: 0, op: eq, value: 1}]
                reason: test
              - syscall: write
                action: errno(EBADF)
                reason: test
            """);

        Assert.Equal(FilterAction.Allow, rules.Decide(Data(WriteCall, [1, 0, 0, 0, 0, 0])));
        Assert.Equal(FilterAction.Errno(9), rules.Decide(Data(WriteCall, [2, 0, 0, 0, 0, 0])));
    }

    [Fact]
    public void ARuleKnowsWhereItIsWrittenAndWhy()
    {
        Write("  - syscall: [write, ioctl]\n    reason: as a test\n    untested: nobody does\n");
        ProfileLibrary library = _profiles.Library();

        RuleOrigin[] origins = [.. library.RulesOf(FilterProfile.Vcpu).Rules.Select(rule => rule.Origin)];

        Assert.Equal([new("vcpu", 4, 15), new("vcpu", 4, 22)], origins);
        Assert.Equal(new RuleNote("as a test", "nobody does"), library.NotesOf(FilterProfile.Vcpu)[origins[0]]);
    }

    [Fact]
    public void AnotherArchitectureHasOtherCallsAndConstants()
    {
        _profiles.Write(
            "vcpu",
            ScratchProfiles.Head + "rules:\n  - syscall: openat\n    args: [{index: 2, op: eq, value: O_DIRECTORY}]\n    reason: test\n");
        SyscallRule rule = _profiles.Library(SyscallArchitecture.Arm64).RulesOf(FilterProfile.Vcpu).Rules[0];

        Assert.Equal((56, 0x4000u), (rule.Number, rule.Conditions[0].Values[0]));
        _profiles.Write("vcpu", ScratchProfiles.Head + "rules:\n  - syscall: epoll_wait\n    reason: test\n");
        ProfileException exception = Assert.Throws<ProfileException>(() => _profiles.Library(SyscallArchitecture.Arm64).RulesOf(FilterProfile.Vcpu));
        Assert.Contains("KP104: there is no system call 'epoll_wait' on aarch64", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnIncludeTakesRulesOverOnceFromEachProfile()
    {
        _profiles.Write("base", "profile: base\ndefault: trap\nrules:\n  - syscall: write\n    reason: test\n");
        _profiles.Write("left", "profile: left\ndefault: trap\ninclude: [base]\n");
        _profiles.Write("right", "profile: right\ndefault: trap\ninclude: [base]\nrules:\n  - syscall: ioctl\n    reason: test\n");
        _profiles.Write("vcpu", "profile: vcpu\ndefault: trap\ninclude: [left, right]\n");

        Assert.Equal([WriteCall, IoctlCall], _profiles.Rules(FilterProfile.Vcpu).Rules.Select(rule => rule.Number));
    }

    [Fact]
    public void AProfileIsCompiledAsItReads()
    {
        Write("  - syscall: ioctl\n    args: [{index: 1, op: eq, value: KVM_RUN}]\n    reason: enters the guest\n");
        byte[]? bytes = _profiles.Compile().FilterSet;

        Assert.NotNull(bytes);
        Assert.True(FilterSet.TryRead(bytes, out FilterSet? set, out string? error), error);
        SyscallData run = Data(IoctlCall, [9, 0xAE80, 0, 0, 0, 0]);
        SyscallData create = Data(IoctlCall, [9, 0xAE41, 0, 0, 0, 0]);
        Assert.Equal(FilterAction.Allow, BpfInterpreter.Run(set.Program(FilterProfile.Vcpu), in run));
        Assert.Equal(FilterAction.Trap((int)FilterProfile.Vcpu), BpfInterpreter.Run(set.Program(FilterProfile.Vcpu), in create));
        Assert.Equal(FilterAction.Trap((int)FilterProfile.Vmm), BpfInterpreter.Run(set.Program(FilterProfile.Vmm), in run));
    }

    [Fact]
    public void TheSameProfilesGiveTheSameBytes() => Assert.Equal(_profiles.Compile().FilterSet!, _profiles.Compile().FilterSet!);

    private static SyscallData Data(int number, ulong[] arguments) => new(number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);

    private static bool Allows(RuleSet rules, int number, params ulong[] arguments) =>
        rules.Allows(Data(number, [.. arguments, .. new ulong[6 - arguments.Length]]));

    private void Write(string rules) => _profiles.Write("vcpu", $"{ScratchProfiles.Head}rules:\n{rules}");

    private RuleSet Vcpu(string rules)
    {
        Write(rules);
        return _profiles.Rules(FilterProfile.Vcpu);
    }
}
