using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>
/// The exact set of arguments that satisfy several conditions: rectangles of high and low halves for numeric comparisons, known bits for
/// masks. It can tell whether the set is empty, and produce a member.
/// </summary>
internal sealed class ArgumentSet
{
    // Two lists of a thousand values, one compared with 64 and one with 32 bits, make a million rectangles; nobody writes those.
    private const int MostRanges = 1 << 16;

    private readonly IReadOnlyList<ArgumentRange> _ranges;
    private readonly ulong _mask;
    private readonly ulong _value;

    private ArgumentSet(IReadOnlyList<ArgumentRange> ranges, ulong mask, ulong value)
    {
        _ranges = ranges;
        _mask = mask;
        _value = value;
    }

    internal static ArgumentSet All { get; } = new([ArgumentRange.All], 0, 0);

    /// <summary>A member of the set; null when it is empty.</summary>
    internal ulong? Witness
    {
        get
        {
            foreach (ArgumentRange range in _ranges)
            {
                if (range.Smallest(_mask, _value) is { } argument)
                {
                    return argument;
                }
            }
            return null;
        }
    }

    /// <summary>The parts of the set that have members; they may overlap.</summary>
    internal IEnumerable<ArgumentPiece> Pieces =>
        _ranges.Where(range => range.Smallest(_mask, _value) is not null).Select(range => new ArgumentPiece(range, _mask, _value));

    /// <summary>Whether no argument satisfies the conditions.</summary>
    internal bool IsEmpty => Witness is null;

    /// <summary>The arguments that also satisfy another condition.</summary>
    /// <param name="condition">The condition; its index is ignored.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex.</exception>
    internal ArgumentSet And(ArgumentCondition condition) => condition.Comparison switch
    {
        Comparison.MaskedEqual => Fix(condition.Mask, condition.Values[0]),
        Comparison.FlagsSubsetOf => Fix(condition.Largest & ~condition.Values[0], 0),
        _ => Keep(RangesOf(condition)),
    };

    private ArgumentSet Fix(ulong mask, ulong value) => ((_value ^ value) & _mask & mask) == 0
        ? new ArgumentSet(_ranges, _mask | mask, _value | value)
        : new ArgumentSet([], 0, 0);

    private ArgumentSet Keep(IEnumerable<ArgumentRange> others)
    {
        List<ArgumentRange> kept = [];
        foreach (ArgumentRange other in others)
        {
            foreach (ArgumentRange range in _ranges)
            {
                if (range.And(other) is { } both)
                {
                    kept.Add(both);
                }
            }
            if (kept.Count > MostRanges)
            {
                throw new RuleComplexityException();
            }
        }
        return new ArgumentSet(kept, _mask, _value);
    }

    private static IEnumerable<ArgumentRange> RangesOf(ArgumentCondition condition)
    {
        ulong value = condition.Values[0];
        return condition.Comparison switch
        {
            Comparison.Equal or Comparison.In =>
                condition.Values.SelectMany(each => ArgumentRange.Of(condition.Width, each, each)),
            Comparison.Less when value > 0 => ArgumentRange.Of(condition.Width, 0, value - 1),
            Comparison.LessOrEqual => ArgumentRange.Of(condition.Width, 0, value),
            Comparison.Greater when value < condition.Largest => ArgumentRange.Of(condition.Width, value + 1, condition.Largest),
            Comparison.GreaterOrEqual => ArgumentRange.Of(condition.Width, value, condition.Largest),
            Comparison.NotEqual or Comparison.NotIn => Gaps(condition),
            _ => [],
        };
    }

    // The gaps before, between and after the values, which ascend.
    private static IEnumerable<ArgumentRange> Gaps(ArgumentCondition condition)
    {
        ulong first = 0;
        foreach (ulong value in condition.Values)
        {
            if (value > first)
            {
                foreach (ArgumentRange range in ArgumentRange.Of(condition.Width, first, value - 1))
                {
                    yield return range;
                }
            }
            if (value == condition.Largest)
            {
                yield break;
            }
            first = value + 1;
        }
        foreach (ArgumentRange range in ArgumentRange.Of(condition.Width, first, condition.Largest))
        {
            yield return range;
        }
    }
}
