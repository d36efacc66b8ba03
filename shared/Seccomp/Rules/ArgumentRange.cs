namespace Kiln.Seccomp.Rules;

/// <summary>A rectangle of arguments: inclusive ranges of the high and the low half.</summary>
/// <param name="FirstHigh">The smallest high half.</param>
/// <param name="LastHigh">The largest high half.</param>
/// <param name="FirstLow">The smallest low half.</param>
/// <param name="LastLow">The largest low half.</param>
internal readonly record struct ArgumentRange(uint FirstHigh, uint LastHigh, uint FirstLow, uint LastLow)
{
    internal static ArgumentRange All => new(0, uint.MaxValue, 0, uint.MaxValue);

    /// <summary>The rectangles that cover all arguments whose visible part lies in a range.</summary>
    /// <param name="width">The width that the condition sees.</param>
    internal static IEnumerable<ArgumentRange> Of(ArgumentWidth width, ulong first, ulong last)
    {
        (uint firstHigh, uint lastHigh) = ((uint)(first >> 32), (uint)(last >> 32));
        if (width == ArgumentWidth.Bits32)
        {
            yield return new ArgumentRange(0, uint.MaxValue, (uint)first, (uint)last);
        }
        else if (firstHigh == lastHigh)
        {
            yield return new ArgumentRange(firstHigh, lastHigh, (uint)first, (uint)last);
        }
        else
        {
            yield return new ArgumentRange(firstHigh, firstHigh, (uint)first, uint.MaxValue);
            if (lastHigh - firstHigh > 1)
            {
                yield return new ArgumentRange(firstHigh + 1, lastHigh - 1, 0, uint.MaxValue);
            }
            yield return new ArgumentRange(lastHigh, lastHigh, 0, (uint)last);
        }
    }

    /// <summary>The intersection of two rectangles, or null.</summary>
    internal ArgumentRange? And(ArgumentRange other)
    {
        ArgumentRange both = new(
            Math.Max(FirstHigh, other.FirstHigh),
            Math.Min(LastHigh, other.LastHigh),
            Math.Max(FirstLow, other.FirstLow),
            Math.Min(LastLow, other.LastLow));
        return both.FirstHigh <= both.LastHigh && both.FirstLow <= both.LastLow ? both : null;
    }

    /// <summary>The smallest argument in the rectangle whose masked bits have a given value, or null.</summary>
    /// <param name="mask">The bits that are fixed.</param>
    internal ulong? Smallest(ulong mask, ulong value) =>
        Smallest(FirstHigh, LastHigh, (uint)(mask >> 32), (uint)(value >> 32)) is { } high
        && Smallest(FirstLow, LastLow, (uint)mask, (uint)value) is { } low
            ? ((ulong)high << 32) | low
            : null;

    private static uint? Smallest(uint first, uint last, uint mask, uint value)
    {
        uint? found = (first & mask) == value ? first : SmallestAbove(first, mask, value);
        return found <= last ? found : null;
    }

    // A larger number agrees with the first one down to some bit, has a one where that has a zero, and is minimal below.
    private static uint? SmallestAbove(uint first, uint mask, uint value)
    {
        for (int position = 0; position < 32; position++)
        {
            uint bit = 1u << position;
            uint below = bit - 1;
            uint above = ~(bit | below);
            bool rises = (first & bit) == 0 && ((mask & bit) == 0 || (value & bit) != 0);
            if (rises && ((first ^ value) & mask & above) == 0)
            {
                return (first & above) | bit | (value & below);
            }
        }
        return null;
    }
}
