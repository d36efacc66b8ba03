using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Compiles rules into a program: it tests the architecture first, then the common calls one by one, then for x32 numbers, and then does a binary
/// search for the call; the rules of each call follow in order. The output is deterministic.
/// </summary>
public sealed class BpfCompiler
{
    // Offsets in struct seccomp_data.
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;

    // __X32_SYSCALL_BIT of asm/unistd.h, which user space headers lack: the x32 ABI shares x86_64's architecture value.
    private const uint X32Bit = 0x4000_0000;

    private readonly BpfAssembler _code = new();
    private readonly ConditionCompiler _conditions;
    private readonly RuleSet _rules;
    private readonly Dictionary<FilterAction, int> _answers = [];

    private BpfCompiler(RuleSet rules)
    {
        _rules = rules;
        _conditions = new ConditionCompiler(_code);
    }

    /// <summary>Compiles the rules of a program.</summary>
    /// <returns>The program, deterministic for the same rules.</returns>
    /// <exception cref="ProgramTooLargeException">The rules need more than 4096 instructions.</exception>
    public static BpfProgram Compile(RuleSet rules) => new BpfCompiler(rules).Compile();

    private BpfProgram Compile()
    {
        // Returns stand at the end, reachable by every jump: the kill last and the default before it, where LogOnly expects it.
        int kill = _code.Return(FilterAction.KillProcess);
        int otherwise = _code.Return(_rules.Default);
        foreach (FilterAction action in _rules.Rules.Select(rule => rule.Action).Distinct())
        {
            _answers.Add(action, _code.Return(action));
        }
        ILookup<int, SyscallRule> calls = _rules.Rules.ToLookup(rule => rule.Number);
        SyscallRule[][] searched =
            [.. calls.Where(call => !_rules.Common.Contains(call.Key)).OrderBy(call => call.Key).Select(call => call.ToArray())];
        int next = searched.Length == 0 ? otherwise : Search(searched, otherwise);
        next = RefuseX32(next, kill);
        // A test for the whole number needs no check of the ABI.
        foreach (int number in _rules.Common.Where(calls.Contains).Distinct().Reverse())
        {
            next = _code.Branch(BpfCode.JumpIfEqual, (uint)number, Any([.. calls[number]], otherwise), next);
        }
        int native = _code.Branch(BpfCode.JumpIfEqual, (uint)ArchitectureOf(_rules.Architecture), _code.Load(NumberOffset, next), kill);
        _code.Load(ArchitectureOffset, native);
        return _code.Count <= BpfLimits.BPF_MAXINSNS
            ? new BpfProgram(_code.ToArray())
            : throw new ProgramTooLargeException(_code.Count);
    }

    /// <summary>The architecture identifier in struct seccomp_data.</summary>
    public static AuditArchitecture ArchitectureOf(SyscallArchitecture architecture) => architecture == SyscallArchitecture.X64
        ? AuditArchitecture.AUDIT_ARCH_X86_64
        : AuditArchitecture.AUDIT_ARCH_AARCH64;

    private int RefuseX32(int next, int kill) => _rules.Architecture == SyscallArchitecture.X64
        ? _code.Branch(BpfCode.JumpIfGreaterOrEqual, X32Bit, kill, next)
        : next;

    private int Search(ReadOnlySpan<SyscallRule[]> calls, int otherwise)
    {
        if (calls.Length == 1)
        {
            return _code.Branch(BpfCode.JumpIfEqual, (uint)calls[0][0].Number, Any(calls[0], otherwise), otherwise);
        }
        int middle = calls.Length / 2;
        int upper = Search(calls[middle..], otherwise);
        int lower = Search(calls[..middle], otherwise);
        return _code.Branch(BpfCode.JumpIfGreaterOrEqual, (uint)calls[middle][0].Number, upper, lower);
    }

    private int Any(SyscallRule[] rules, int otherwise)
    {
        int next = otherwise;
        foreach (SyscallRule rule in rules.Reverse())
        {
            int holds = _answers[rule.Action];
            int fails = next;
            next = rule.Conditions.Reverse().Aggregate(holds, (target, condition) => _conditions.Test(condition, target, fails));
        }
        return next;
    }
}
