using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>A condition on one argument of a system call.</summary>
public sealed class ArgumentCondition
{
    /// <summary>The maximum length of <see cref="Words"/>: a set stores it in one byte.</summary>
    public const int LongestWords = byte.MaxValue;

    private readonly ulong[] _values;

    private ArgumentCondition(int index, ArgumentWidth width, Comparison comparison, ulong mask, ulong[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, 5);
        ArgumentOutOfRangeException.ThrowIfZero(values.Length);
        if (width == ArgumentWidth.Bits32 && (mask | values.Aggregate(0UL, (bits, value) => bits | value)) > uint.MaxValue)
        {
            throw new ArgumentException("a condition on 32 bits has a value or mask of more");
        }
        Index = index;
        Width = width;
        Comparison = comparison;
        Mask = mask;
        _values = values;
    }

    /// <summary>The argument's index, 0 to 5.</summary>
    public int Index { get; }

    public ArgumentWidth Width { get; }

    public Comparison Comparison { get; }

    /// <summary>The mask of <see cref="Comparison.MaskedEqual"/>; zero otherwise.</summary>
    public ulong Mask { get; }

    /// <summary>The operand: one value, or several in ascending order for In and NotIn.</summary>
    public IReadOnlyList<ulong> Values => _values;

    /// <summary>The profile's words for the values, such as <c>a drive's file</c>; null where it writes numbers. No filter depends on them.</summary>
    public string? Words { get; private init; }

    /// <summary>The largest value that the condition can see.</summary>
    public ulong Largest => Width == ArgumentWidth.Bits32 ? uint.MaxValue : ulong.MaxValue;

    /// <summary>Compares with one value.</summary>
    /// <param name="index">The argument's index, 0 to 5.</param>
    /// <param name="comparison">Any comparison that takes one value and no mask.</param>
    public static ArgumentCondition With(int index, ArgumentWidth width, Comparison comparison, ulong value) =>
        comparison is Comparison.MaskedEqual or Comparison.In or Comparison.NotIn
            ? throw new ArgumentOutOfRangeException(nameof(comparison))
            : new ArgumentCondition(index, width, comparison, 0, [value]);

    /// <summary>Compares the bits under a mask.</summary>
    /// <param name="index">The argument's index, 0 to 5.</param>
    /// <param name="value">The required value of the masked bits.</param>
    /// <exception cref="ArgumentException">The value has bits outside the mask, so no argument could match.</exception>
    public static ArgumentCondition Masked(int index, ArgumentWidth width, ulong mask, ulong value) => (value & ~mask) == 0
        ? new ArgumentCondition(index, width, Comparison.MaskedEqual, mask, [value])
        : throw new ArgumentException("the value has bits outside the mask: no argument could match", nameof(value));

    /// <summary>Requires one of several values.</summary>
    /// <param name="index">The argument's index, 0 to 5.</param>
    /// <param name="values">The values, in any order.</param>
    public static ArgumentCondition OneOf(int index, ArgumentWidth width, params IEnumerable<ulong> values) =>
        new(index, width, Comparison.In, 0, [.. values.Distinct().Order()]);

    /// <param name="index">The argument's index, 0 to 5.</param>
    /// <param name="values">The values, in any order.</param>
    public static ArgumentCondition NoneOf(int index, ArgumentWidth width, params IEnumerable<ulong> values) =>
        new(index, width, Comparison.NotIn, 0, [.. values.Distinct().Order()]);

    /// <summary>The same condition with a description of its values.</summary>
    /// <param name="words">Printable ASCII, at most <see cref="LongestWords"/>.</param>
    public ArgumentCondition Called(string words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, LongestWords);
        return new ArgumentCondition(Index, Width, Comparison, Mask, _values) { Words = words };
    }

    /// <summary>Whether an argument satisfies the condition.</summary>
    /// <param name="argument">All 64 bits of the argument.</param>
    public bool Matches(ulong argument)
    {
        ulong seen = argument & Largest;
        return Comparison switch
        {
            Comparison.In => Array.BinarySearch(_values, seen) >= 0,
            Comparison.NotIn => Array.BinarySearch(_values, seen) < 0,
            _ => SingleComparison.Holds(Comparison, seen, _values[0], Mask),
        };
    }

    /// <summary>Disjoint conditions that together are the negation of this one.</summary>
    internal IEnumerable<ArgumentCondition> Negation() => Comparison switch
    {
        Comparison.Equal => [With(Index, Width, Comparison.NotEqual, _values[0])],
        Comparison.NotEqual => [With(Index, Width, Comparison.Equal, _values[0])],
        Comparison.Less => [With(Index, Width, Comparison.GreaterOrEqual, _values[0])],
        Comparison.LessOrEqual => [With(Index, Width, Comparison.Greater, _values[0])],
        Comparison.Greater => [With(Index, Width, Comparison.LessOrEqual, _values[0])],
        Comparison.GreaterOrEqual => [With(Index, Width, Comparison.Less, _values[0])],
        Comparison.In => [NoneOf(Index, Width, _values)],
        Comparison.NotIn => [OneOf(Index, Width, _values)],
        Comparison.MaskedEqual => FirstDifferences(Mask, _values[0]),
        _ => FirstDifferences(Largest & ~_values[0], 0),
    };

    // One condition for each bit of the mask: that bit differs from the value, and all masked bits below it agree.
    private IEnumerable<ArgumentCondition> FirstDifferences(ulong mask, ulong value) =>
        from position in Enumerable.Range(0, 64)
        let bit = 1UL << position
        where (mask & bit) != 0
        let below = mask & (bit - 1)
        select Masked(Index, Width, below | bit, (value & below) | (bit & ~value));
}
