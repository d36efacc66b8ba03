namespace Kiln.Seccomp.Rules;

/// <summary>A rectangle of arguments, of which those are meant whose masked bits have a given value.</summary>
internal readonly record struct ArgumentPiece(ArgumentRange Range, ulong Mask, ulong Value)
{
    private const int HalfBits = 32;

    /// <summary>How many arguments there are; null when the mask makes that no product.</summary>
    internal UInt128? Count => Mask == 0
        ? (UInt128)((ulong)Range.LastHigh - Range.FirstHigh + 1) * ((ulong)Range.LastLow - Range.FirstLow + 1)
        : null;

    /// <summary>The same for the low halves alone.</summary>
    internal ArgumentPiece LowHalf => new(Range with { FirstHigh = 0, LastHigh = 0 }, (uint)Mask, (uint)Value);

    /// <summary>The arguments that have a given highest bit, without that bit; null when there are none.</summary>
    /// <param name="bit">The bit's position; the piece has none above it.</param>
    internal ArgumentPiece? With(int bit, bool isSet)
    {
        ulong single = 1UL << bit;
        if ((Mask & single) != 0 && (Value & single) != 0 != isSet)
        {
            return null;
        }
        (uint, uint)? rest = bit >= HalfBits
            ? Below(Range.FirstHigh, Range.LastHigh, 1u << (bit - HalfBits), isSet)
            : Below(Range.FirstLow, Range.LastLow, 1u << bit, isSet);
        return rest is not var (first, last)
            ? null
            : new ArgumentPiece(
                bit >= HalfBits ? Range with { FirstHigh = first, LastHigh = last } : Range with { FirstLow = first, LastLow = last },
                Mask & ~single, Value & ~single);
    }

    private static (uint First, uint Last)? Below(uint first, uint last, uint bit, bool isSet) => isSet
        ? (last & bit) == 0 ? null : ((first & bit) != 0 ? first & ~bit : 0, last & ~bit)
        : (first & bit) != 0 ? null : (first, (last & bit) != 0 ? bit - 1 : last);
}
