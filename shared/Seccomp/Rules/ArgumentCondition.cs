using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>A condition on one argument of a system call.</summary>
public sealed class ArgumentCondition
{
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

    /// <summary>The argument, 0 to 5.</summary>
    public int Index { get; }

    /// <summary>How much of it is looked at.</summary>
    public ArgumentWidth Width { get; }

    /// <summary>How it is compared.</summary>
    public Comparison Comparison { get; }

    /// <summary>The bits that <see cref="Comparison.MaskedEqual"/> compares; zero otherwise.</summary>
    public ulong Mask { get; }

    /// <summary>What it is compared with: one value, or several in ascending order for In and NotIn.</summary>
    public IReadOnlyList<ulong> Values => _values;

    /// <summary>The largest number that the condition can see.</summary>
    public ulong Largest => Width == ArgumentWidth.Bits32 ? uint.MaxValue : ulong.MaxValue;

    /// <summary>A comparison with one value.</summary>
    /// <param name="index">The argument, 0 to 5.</param>
    /// <param name="width">How much of it is looked at.</param>
    /// <param name="comparison">Any that takes one value and no mask.</param>
    /// <param name="value">The value.</param>
    public static ArgumentCondition With(int index, ArgumentWidth width, Comparison comparison, ulong value) =>
        comparison is Comparison.MaskedEqual or Comparison.In or Comparison.NotIn
            ? throw new ArgumentOutOfRangeException(nameof(comparison))
            : new ArgumentCondition(index, width, comparison, 0, [value]);

    /// <summary>A comparison of some bits.</summary>
    /// <param name="index">The argument, 0 to 5.</param>
    /// <param name="width">How much of it is looked at.</param>
    /// <param name="mask">The bits.</param>
    /// <param name="value">What they must be.</param>
    /// <exception cref="ArgumentException">The value has bits outside the mask: no argument could match.</exception>
    public static ArgumentCondition Masked(int index, ArgumentWidth width, ulong mask, ulong value) => (value & ~mask) == 0
        ? new ArgumentCondition(index, width, Comparison.MaskedEqual, mask, [value])
        : throw new ArgumentException("the value has bits outside the mask: no argument could match", nameof(value));

    /// <summary>Membership of a list.</summary>
    /// <param name="index">The argument, 0 to 5.</param>
    /// <param name="width">How much of it is looked at.</param>
    /// <param name="values">The list; order does not matter.</param>
    public static ArgumentCondition OneOf(int index, ArgumentWidth width, params IEnumerable<ulong> values) =>
        new(index, width, Comparison.In, 0, [.. values.Distinct().Order()]);

    /// <summary>Absence from a list.</summary>
    /// <param name="index">The argument, 0 to 5.</param>
    /// <param name="width">How much of it is looked at.</param>
    /// <param name="values">The list; order does not matter.</param>
    public static ArgumentCondition NoneOf(int index, ArgumentWidth width, params IEnumerable<ulong> values) =>
        new(index, width, Comparison.NotIn, 0, [.. values.Distinct().Order()]);

    /// <summary>Whether an argument satisfies the condition.</summary>
    /// <param name="argument">All 64 bits of it.</param>
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

    /// <summary>Conditions of which exactly one holds where this one does not, and none where it does.</summary>
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

    // For each bit of the mask: that one differs from the value, and all of the mask below it do not.
    private IEnumerable<ArgumentCondition> FirstDifferences(ulong mask, ulong value) =>
        from position in Enumerable.Range(0, 64)
        let bit = 1UL << position
        where (mask & bit) != 0
        let below = mask & (bit - 1)
        select Masked(Index, Width, below | bit, (value & below) | (bit & ~value));
}
