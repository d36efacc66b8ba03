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
    /// <returns>The position of the test.</returns>
    internal int Test(ArgumentCondition condition, int holds, int fails)
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

    // Loads the high half once, and for each distinct high half the low half once.
    private int OneOf(ArgumentCondition condition, int holds, int fails)
    {
        if (condition.Width == ArgumentWidth.Bits32)
        {
            return Chain(Offset(condition), condition.Values.Select(value => ((uint)value, holds)), fails);
        }
        (uint High, int Low)[] halves =
        [
            .. condition.Values
                .GroupBy(value => (uint)(value >> 32))
                .Reverse()
                .Select(group => (group.Key, Chain(Offset(condition), group.Select(value => ((uint)value, holds)), fails))),
        ];
        return Chain(Offset(condition) + HighHalf, halves.Reverse(), fails);
    }

    private int Chain(int offset, IEnumerable<(uint Value, int Target)> targets, int otherwise)
    {
        int next = otherwise;
        foreach ((uint value, int target) in targets.Reverse())
        {
            next = code.Branch(BpfCode.JumpIfEqual, value, target, next);
        }
        return code.Load(offset, next);
    }

    // A larger high half decides; if the high halves are equal, the low half does.
    private int Above(ArgumentCondition condition, ushort comparison, int above, int below)
    {
        ulong value = condition.Values[0];
        int low = code.Load(Offset(condition), code.Branch(comparison, (uint)value, above, below));
        if (condition.Width == ArgumentWidth.Bits32)
        {
            return low;
        }
        uint high = (uint)(value >> 32);
        int equal = code.Branch(BpfCode.JumpIfEqual, high, low, below);
        return code.Load(Offset(condition) + HighHalf, code.Branch(BpfCode.JumpIfGreater, high, above, equal));
    }

    private int Masked(ArgumentCondition condition, ulong mask, ulong value, int equal, int different)
    {
        int low = Half(Offset(condition), (uint)mask, (uint)value, equal, different);
        return condition.Width == ArgumentWidth.Bits32
            ? low
            : Half(Offset(condition) + HighHalf, (uint)(mask >> 32), (uint)(value >> 32), low, different);
    }

    private int Half(int offset, uint mask, uint value, int equal, int different)
    {
        if (mask == 0)
        {
            return equal;
        }
        if (value == 0)
        {
            return code.Load(offset, code.Branch(BpfCode.JumpIfCommon, mask, different, equal));
        }
        int compare = code.Branch(BpfCode.JumpIfEqual, value, equal, different);
        return code.Load(offset, mask == uint.MaxValue ? compare : code.And(mask, compare));
    }
}
