using System.Numerics;
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
    /// <returns>False when the parts cannot be told as boxes.</returns>
    internal bool TryDivide(CallBox calls, in sock_filter jump, Division division)
    {
        uint constant = jump.k;
        if (Word < 0)
        {
            division.Add(Holds(0, in jump), calls);
            return true;
        }
        if (calls[Word] is { Low: var only, High: var high } && only == high)
        {
            division.Add(Holds(only & Mask, in jump), calls);
            return true;
        }
        switch (jump.code)
        {
            case BpfCode.JumpIfEqual:
                DivideByBits(calls, Mask, constant, division, equalHolds: true);
                return true;
            case BpfCode.JumpIfCommon:
                DivideByBits(calls, Mask & constant, 0, division, equalHolds: false);
                return true;
            case BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual when Mask == uint.MaxValue:
                // Greater is at least one more, which no word is if that does not exist.
                bool isStrict = jump.code == BpfCode.JumpIfGreater;
                if (isStrict && constant == uint.MaxValue)
                {
                    division.Add(false, calls);
                    return true;
                }
                uint least = isStrict ? constant + 1 : constant;
                division.Add(true, calls.With(Word, calls[Word].Within(least, uint.MaxValue)));
                division.Add(false, least > 0 ? calls.With(Word, calls[Word].Within(0, least - 1)) : null);
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
    private void DivideByBits(CallBox calls, uint mask, uint value, Division division, bool equalHolds)
    {
        WordSet set = calls[Word];
        if ((value & ~mask) != 0)
        {
            division.Add(!equalHolds, calls);
            return;
        }
        if (mask == uint.MaxValue)
        {
            division.Add(equalHolds, calls.With(Word, set.Within(value, value)));
            division.Add(!equalHolds, value > 0 ? calls.With(Word, set.Within(0, value - 1)) : null);
            division.Add(!equalHolds, value < uint.MaxValue ? calls.With(Word, set.Within(value + 1, uint.MaxValue)) : null);
            return;
        }
        division.Add(equalHolds, calls.With(Word, set.With(mask, value)));
        for (uint rest = mask; rest != 0;)
        {
            uint bit = 1u << (31 - BitOperations.LeadingZeroCount(rest));
            rest &= ~bit;
            uint above = mask & ~(bit | (bit - 1));
            division.Add(!equalHolds, calls.With(Word, set.With(above | bit, (value & above) | (~value & bit))));
        }
    }
}
