using System.Linq;

namespace Kiln.Seccomp;

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

    /// <summary>What it is compared with: one value, or several for <see cref="Comparison.In"/>.</summary>
    public IReadOnlyList<ulong> Values => _values;

    /// <summary>A comparison with one value.</summary>
    /// <param name="index">The argument, 0 to 5.</param>
    /// <param name="width">How much of it is looked at.</param>
    /// <param name="comparison">Equal, NotEqual or FlagsSubsetOf.</param>
    /// <param name="value">The value.</param>
    public static ArgumentCondition With(int index, ArgumentWidth width, Comparison comparison, ulong value) =>
        comparison is Comparison.Equal or Comparison.NotEqual or Comparison.FlagsSubsetOf
            ? new ArgumentCondition(index, width, comparison, 0, [value])
            : throw new ArgumentOutOfRangeException(nameof(comparison));

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

    /// <summary>Whether an argument satisfies the condition.</summary>
    /// <param name="argument">All 64 bits of it.</param>
    public bool Matches(ulong argument)
    {
        ulong seen = Width == ArgumentWidth.Bits32 ? (uint)argument : argument;
        return Comparison switch
        {
            Comparison.Equal => seen == _values[0],
            Comparison.NotEqual => seen != _values[0],
            Comparison.MaskedEqual => (seen & Mask) == _values[0],
            Comparison.In => Array.BinarySearch(_values, seen) >= 0,
            _ => (seen & ~_values[0]) == 0,
        };
    }

    /// <summary>Whether every argument that satisfies this condition satisfies another. False when that is not plain to see.</summary>
    /// <param name="other">A condition on the same argument.</param>
    public bool Implies(ArgumentCondition other)
    {
        if (Index != other.Index || (Width == ArgumentWidth.Bits32 && other.Width == ArgumentWidth.Bits64))
        {
            return false;
        }
        return Comparison switch
        {
            Comparison.Equal or Comparison.In => _values.All(other.Matches),
            Comparison.FlagsSubsetOf => other.Comparison switch
            {
                Comparison.FlagsSubsetOf => (_values[0] & ~other._values[0]) == 0,
                Comparison.MaskedEqual => other._values[0] == 0 && (_values[0] & other.Mask) == 0,
                _ => false,
            },
            Comparison.MaskedEqual => other.Comparison == Comparison.MaskedEqual
                && (other.Mask & ~Mask) == 0 && (_values[0] & other.Mask) == other._values[0],
            _ => other.Comparison == Comparison.NotEqual && Width == other.Width && _values[0] == other._values[0],
        };
    }
}
