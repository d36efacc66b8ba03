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

    // So few calls are found by as many comparisons as by halves, and in fewer instructions.
    private const int LongestChain = 3;

    private readonly BpfAssembler _code = new();
    private readonly ConditionCompiler _conditions;
    private readonly RuleSet _rules;
    private readonly Dictionary<FilterAction, BpfTarget> _answers = [];

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
        BpfTarget kill = _code.Return(FilterAction.KillProcess);
        BpfTarget otherwise = _code.Return(_rules.Default);
        foreach (FilterAction action in _rules.Rules.Select(rule => rule.Action).Distinct())
        {
            _answers.Add(action, _code.Return(action));
        }
        ILookup<int, SyscallRule> calls = _rules.Rules.ToLookup(rule => rule.Number);
        SyscallRule[][] searched =
            [.. calls.Where(call => !_rules.Common.Contains(call.Key)).OrderBy(call => call.Key).Select(call => call.ToArray())];
        BpfTarget next = searched.Length == 0 ? otherwise : Search(searched, otherwise);
        next = RefuseX32(next, kill);
        // A test for the whole number needs no check of the ABI.
        foreach (int number in _rules.Common.Where(calls.Contains).Distinct().Reverse())
        {
            next = _code.Branch(NumberOffset, BpfCode.JumpIfEqual, (uint)number, Any([.. calls[number]], otherwise), next);
        }
        _code.Load(_code.Branch(ArchitectureOffset, BpfCode.JumpIfEqual, (uint)ArchitectureOf(_rules.Architecture), next, kill));
        return _code.Count <= BpfLimits.BPF_MAXINSNS
            ? new BpfProgram(_code.ToArray())
            : throw new ProgramTooLargeException(_code.Count);
    }

    /// <summary>The architecture identifier in struct seccomp_data.</summary>
    public static AuditArchitecture ArchitectureOf(SyscallArchitecture architecture) => architecture == SyscallArchitecture.X64
        ? AuditArchitecture.AUDIT_ARCH_X86_64
        : AuditArchitecture.AUDIT_ARCH_AARCH64;

    private BpfTarget RefuseX32(BpfTarget next, BpfTarget kill) => _rules.Architecture == SyscallArchitecture.X64
        ? _code.Branch(NumberOffset, BpfCode.JumpIfGreaterOrEqual, X32Bit, kill, next)
        : next;

    private BpfTarget Search(ReadOnlySpan<SyscallRule[]> calls, BpfTarget otherwise)
    {
        if (calls.Length <= LongestChain)
        {
            return Chain(calls, otherwise);
        }
        int middle = calls.Length / 2;
        BpfTarget upper = Search(calls[middle..], otherwise);
        BpfTarget lower = Search(calls[..middle], otherwise);
        return _code.Branch(NumberOffset, BpfCode.JumpIfGreaterOrEqual, (uint)calls[middle][0].Number, upper, lower);
    }

    private BpfTarget Chain(ReadOnlySpan<SyscallRule[]> calls, BpfTarget otherwise)
    {
        BpfTarget next = otherwise;
        foreach (SyscallRule[] rules in calls)
        {
            next = _code.Branch(NumberOffset, BpfCode.JumpIfEqual, (uint)rules[0].Number, Any(rules, otherwise), next);
        }
        return next;
    }

    private BpfTarget Any(SyscallRule[] rules, BpfTarget otherwise)
    {
        BpfTarget next = otherwise;
        foreach (SyscallRule rule in rules.Reverse())
        {
            BpfTarget holds = _answers[rule.Action];
            BpfTarget fails = next;
            if (rule.Conditions.Any(condition => !ConditionCompiler.IsOf(condition, fails.Word)))
            {
                // Where it is needed with another word in the accumulator, its load is best just before it.
                _ = _code.Load(fails);
            }
            next = rule.Conditions.Reverse().Aggregate(holds, (target, condition) => _conditions.Test(condition, target, fails));
        }
        return next;
    }
}
