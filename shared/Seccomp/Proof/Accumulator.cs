using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp.Proof;

/// <summary>What a program's accumulator holds: a word of the call, of which some bits may be masked out.</summary>
/// <param name="Word">The word's index in struct seccomp_data; negative before the first load, when the accumulator is zero.</param>
/// <param name="Mask">The bits that are left.</param>
internal readonly record struct Accumulator(int Word, uint Mask)
{
    internal static Accumulator Zero { get; } = new(-1, 0);

    /// <summary>Divides calls by a comparison.</summary>
    /// <param name="yes">Receives those for which it is true.</param>
    /// <param name="no">Receives the others.</param>
    /// <returns>False when the two cannot be told as boxes.</returns>
    internal bool TryDivide(CallBox calls, in sock_filter jump, List<CallBox> yes, List<CallBox> no)
    {
        uint constant = jump.k;
        if (Word < 0)
        {
            (Holds(0, in jump) ? yes : no).Add(calls);
            return true;
        }
        if (calls[Word] is { Low: var only, High: var high } && only == high)
        {
            (Holds(only & Mask, in jump) ? yes : no).Add(calls);
            return true;
        }
        switch (jump.code)
        {
            case BpfCode.JumpIfEqual:
                DivideByBits(calls, Mask, constant, different: no, equal: yes);
                return true;
            case BpfCode.JumpIfCommon:
                DivideByBits(calls, Mask & constant, 0, different: yes, equal: no);
                return true;
            case BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual when Mask == uint.MaxValue:
                // Greater is at least one more, which no word is if that does not exist.
                bool isStrict = jump.code == BpfCode.JumpIfGreater;
                if (!isStrict || constant != uint.MaxValue)
                {
                    uint least = isStrict ? constant + 1 : constant;
                    Add(yes, calls, calls[Word].Within(least, uint.MaxValue));
                    if (least > 0)
                    {
                        Add(no, calls, calls[Word].Within(0, least - 1));
                    }
                    return true;
                }
                no.Add(calls);
                return true;
            default:
                return false;
        }
    }

    private static bool Holds(uint value, in sock_filter jump) => jump.code switch
    {
        BpfCode.JumpIfEqual => value == jump.k,
        BpfCode.JumpIfGreater => value > jump.k,
        BpfCode.JumpIfGreaterOrEqual => value >= jump.k,
        _ => (value & jump.k) != 0,
    };

    // Words whose bits under a mask are a value, and those that differ first in each of these bits.
    private void DivideByBits(CallBox calls, uint mask, uint value, List<CallBox> different, List<CallBox> equal)
    {
        WordSet set = calls[Word];
        if ((value & ~mask) != 0)
        {
            different.Add(calls);
            return;
        }
        if (mask == uint.MaxValue)
        {
            Add(equal, calls, set.Within(value, value));
            if (value > 0)
            {
                Add(different, calls, set.Within(0, value - 1));
            }
            if (value < uint.MaxValue)
            {
                Add(different, calls, set.Within(value + 1, uint.MaxValue));
            }
            return;
        }
        Add(equal, calls, set.With(mask, value));
        for (uint rest = mask; rest != 0;)
        {
            uint bit = 1u << (31 - System.Numerics.BitOperations.LeadingZeroCount(rest));
            rest &= ~bit;
            uint above = mask & ~(bit | (bit - 1));
            Add(different, calls, set.With(above | bit, (value & above) | (~value & bit)));
        }
    }

    private void Add(List<CallBox> boxes, CallBox calls, WordSet set)
    {
        if (calls.With(Word, set) is { } box)
        {
            boxes.Add(box);
        }
    }
}
