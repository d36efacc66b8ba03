using System.Linq;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Turns rules into a program: the architecture first, then x32 numbers, then a binary search for the call, then its rules in order. The
/// same rules give the same bytes.
/// </summary>
public static class BpfCompiler
{
    // Offsets in struct seccomp_data.
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;
    private const int ArgumentsOffset = 16;
    private const int ArgumentLength = 8;
    private const int HighHalf = 4;

    // __X32_SYSCALL_BIT of asm/unistd.h, which is not for user space: the x32 convention shares x86_64's architecture value.
    private const uint X32Bit = 0x4000_0000;

    /// <summary>Compiles a thread's rules for x86_64.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>The program; the same rules give the same bytes.</returns>
    /// <exception cref="InvalidOperationException">The rules need more than 4096 instructions.</exception>
    public static BpfProgram Compile(RuleSet rules)
    {
        BpfAssembler code = new();
        int kill = code.Return(SeccompAction.SECCOMP_RET_KILL_PROCESS);
        int trap = code.Return(SeccompAction.SECCOMP_RET_TRAP);
        int allow = code.Return(SeccompAction.SECCOMP_RET_ALLOW);
        SyscallRule[][] calls = [.. rules.Rules.GroupBy(rule => rule.Number).OrderBy(group => group.Key).Select(group => group.ToArray())];
        int search = calls.Length == 0 ? trap : Search(code, calls, allow, trap);
        int native = code.Branch(BpfCode.JumpIfGreaterOrEqual, X32Bit, kill, search);
        int number = code.Load(NumberOffset, native);
        int architecture = code.Branch(BpfCode.JumpIfEqual, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, number, kill);
        code.Load(ArchitectureOffset, architecture);
        return code.Count <= BpfLimits.BPF_MAXINSNS
            ? new BpfProgram(code.ToArray())
            : throw new InvalidOperationException($"the rules need {code.Count} instructions, of which {BpfLimits.BPF_MAXINSNS} can be");
    }

    private static int Search(BpfAssembler code, ReadOnlySpan<SyscallRule[]> calls, int allow, int trap)
    {
        if (calls.Length == 1)
        {
            return code.Branch(BpfCode.JumpIfEqual, (uint)calls[0][0].Number, Any(code, calls[0], allow, trap), trap);
        }
        int middle = calls.Length / 2;
        int upper = Search(code, calls[middle..], allow, trap);
        int lower = Search(code, calls[..middle], allow, trap);
        return code.Branch(BpfCode.JumpIfGreaterOrEqual, (uint)calls[middle][0].Number, upper, lower);
    }

    private static int Any(BpfAssembler code, SyscallRule[] rules, int allow, int trap)
    {
        int next = trap;
        foreach (SyscallRule rule in rules.Reverse())
        {
            next = All(code, rule, allow, next);
        }
        return next;
    }

    private static int All(BpfAssembler code, SyscallRule rule, int allow, int otherwise)
    {
        int next = allow;
        foreach (ArgumentCondition condition in rule.Conditions.Reverse())
        {
            next = Test(code, condition, next, otherwise);
        }
        return next;
    }

    private static int Test(BpfAssembler code, ArgumentCondition condition, int holds, int fails)
    {
        ulong value = condition.Values[0];
        return condition.Comparison switch
        {
            Comparison.Equal => Masked(code, condition, ulong.MaxValue, value, holds, fails),
            Comparison.NotEqual => Masked(code, condition, ulong.MaxValue, value, fails, holds),
            Comparison.MaskedEqual => Masked(code, condition, condition.Mask, value, holds, fails),
            Comparison.FlagsSubsetOf => Masked(code, condition, ~value, 0, holds, fails),
            _ => OneOf(code, condition, holds, fails),
        };
    }

    private static int OneOf(BpfAssembler code, ArgumentCondition condition, int holds, int fails)
    {
        int next = fails;
        foreach (ulong value in condition.Values.Reverse())
        {
            next = Masked(code, condition, ulong.MaxValue, value, holds, next);
        }
        return next;
    }

    // A program compares 32 bits at a time: the low half is reached only when the high half, if it counts, agrees.
    private static int Masked(BpfAssembler code, ArgumentCondition condition, ulong mask, ulong value, int equal, int different)
    {
        int low = Half(code, Offset(condition), (uint)mask, (uint)value, equal, different);
        return condition.Width == ArgumentWidth.Bits32
            ? low
            : Half(code, Offset(condition) + HighHalf, (uint)(mask >> 32), (uint)(value >> 32), low, different);
    }

    private static int Half(BpfAssembler code, int offset, uint mask, uint value, int equal, int different)
    {
        if (mask == 0)
        {
            return equal;
        }
        int compare = code.Branch(BpfCode.JumpIfEqual, value, equal, different);
        return code.Load(offset, mask == uint.MaxValue ? compare : code.And(mask, compare));
    }

    private static int Offset(ArgumentCondition condition) => ArgumentsOffset + (condition.Index * ArgumentLength);
}
