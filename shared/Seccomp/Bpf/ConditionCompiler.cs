using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>Compiles a condition. BPF compares 32 bits at a time, unsigned.</summary>
/// <param name="code">Receives the instructions, last one first.</param>
internal sealed class ConditionCompiler(BpfAssembler code)
{
    // Offsets in struct seccomp_data on a little-endian machine.
    private const int ArgumentsOffset = 16;
    private const int ArgumentLength = 8;
    private const int HighHalf = 4;

    /// <summary>Adds the test of a condition.</summary>
    /// <param name="holds">The target if the condition holds.</param>
    /// <param name="fails">The target if it does not.</param>
    /// <returns>The test, which needs the first word that it compares.</returns>
    internal BpfTarget Test(ArgumentCondition condition, BpfTarget holds, BpfTarget fails)
    {
        ulong value = condition.Values[0];
        return condition.Comparison switch
        {
            Comparison.Equal or Comparison.In => OneOf(condition, holds, fails),
            Comparison.NotEqual or Comparison.NotIn => OneOf(condition, fails, holds),
            Comparison.GreaterOrEqual => Above(condition, BpfCode.JumpIfGreaterOrEqual, holds, fails),
            Comparison.Less => Above(condition, BpfCode.JumpIfGreaterOrEqual, fails, holds),
            Comparison.Greater => Above(condition, BpfCode.JumpIfGreater, holds, fails),
            Comparison.LessOrEqual => Above(condition, BpfCode.JumpIfGreater, fails, holds),
            Comparison.MaskedEqual => Masked(condition, condition.Mask, value, holds, fails),
            _ => Masked(condition, ~value, 0, holds, fails),
        };
    }

    private static int Offset(ArgumentCondition condition) => ArgumentsOffset + (condition.Index * ArgumentLength);

    /// <summary>Whether a condition compares no other word than one.</summary>
    /// <param name="word">Its offset in struct seccomp_data.</param>
    internal static bool IsOf(ArgumentCondition condition, int word) => condition.Width == ArgumentWidth.Bits32 && Offset(condition) == word;

    // Loads the high half once, and for each distinct high half the low half once.
    private BpfTarget OneOf(ArgumentCondition condition, BpfTarget holds, BpfTarget fails)
    {
        if (condition.Width == ArgumentWidth.Bits32)
        {
            return Chain(Offset(condition), condition.Values.Select(value => ((uint)value, holds)), fails);
        }
        (uint High, BpfTarget Low)[] halves =
        [
            .. condition.Values
                .GroupBy(value => (uint)(value >> 32))
                .Reverse()
                .Select(group => (group.Key, code.Load(Chain(Offset(condition), group.Select(value => ((uint)value, holds)), fails)))),
        ];
        return Chain(Offset(condition) + HighHalf, halves.Reverse(), fails);
    }

    private BpfTarget Chain(int word, IEnumerable<(uint Value, BpfTarget Target)> targets, BpfTarget otherwise)
    {
        BpfTarget next = otherwise;
        foreach ((uint value, BpfTarget target) in targets.Reverse())
        {
            next = code.Branch(word, BpfCode.JumpIfEqual, value, target, next);
        }
        return next;
    }

    // A larger high half decides; if the high halves are equal, the low half does.
    private BpfTarget Above(ArgumentCondition condition, ushort comparison, BpfTarget above, BpfTarget below)
    {
        ulong value = condition.Values[0];
        BpfTarget low = code.Branch(Offset(condition), comparison, (uint)value, above, below);
        if (condition.Width == ArgumentWidth.Bits32)
        {
            return low;
        }
        uint high = (uint)(value >> 32);
        int word = Offset(condition) + HighHalf;
        BpfTarget equal = code.Branch(word, BpfCode.JumpIfEqual, high, low, below);
        return code.Branch(word, BpfCode.JumpIfGreater, high, above, equal);
    }

    private BpfTarget Masked(ArgumentCondition condition, ulong mask, ulong value, BpfTarget equal, BpfTarget different)
    {
        BpfTarget low = Half(Offset(condition), (uint)mask, (uint)value, equal, different);
        return condition.Width == ArgumentWidth.Bits32
            ? low
            : Half(Offset(condition) + HighHalf, (uint)(mask >> 32), (uint)(value >> 32), low, different);
    }

    private BpfTarget Half(int word, uint mask, uint value, BpfTarget equal, BpfTarget different)
    {
        if (mask == 0)
        {
            return equal;
        }
        if (value == 0)
        {
            return code.Branch(word, BpfCode.JumpIfCommon, mask, different, equal);
        }
        if (mask == uint.MaxValue)
        {
            return code.Branch(word, BpfCode.JumpIfEqual, value, equal, different);
        }
        _ = code.Branch(BpfTarget.NoWord, BpfCode.JumpIfEqual, value, equal, different);
        return code.And(word, mask);
    }
}
