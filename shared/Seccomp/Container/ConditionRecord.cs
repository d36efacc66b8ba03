using System.Buffers.Binary;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>A condition as a set carries it: index, width, comparison, a zero, the number of values, the mask, the values.</summary>
public readonly ref struct ConditionRecord
{
    private const int HeadLength = 16;

    // What fits into a program by far; it keeps the length of a record within 32 bits.
    private const uint MostValues = 4096;

    private readonly ReadOnlySpan<byte> _bytes;

    internal ConditionRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The argument, 0 to 5.</summary>
    public int Index => _bytes[0];

    /// <summary>Bits of the argument that are compared: 32 or 64.</summary>
    public int Width => _bytes[1];

    /// <summary>How they are compared.</summary>
    public Comparison Comparison => (Comparison)_bytes[2];

    /// <summary>How many values there are.</summary>
    public int ValueCount => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    /// <summary>The bits that are compared by MaskedEqual.</summary>
    public ulong Mask => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[8..]);

    /// <summary>Its length in bytes.</summary>
    internal int Length => HeadLength + (ValueCount * sizeof(ulong));

    /// <summary>A value.</summary>
    /// <param name="index">From 0.</param>
    public ulong Value(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(HeadLength + (index * sizeof(ulong)))..]);

    /// <summary>Whether an argument satisfies the condition.</summary>
    /// <param name="argument">All 64 bits of it.</param>
    public bool Matches(ulong argument)
    {
        ulong seen = Width == 32 ? (uint)argument : argument;
        return Comparison switch
        {
            Comparison.In => Lists(seen),
            Comparison.NotIn => !Lists(seen),
            _ => SingleComparison.Holds(Comparison, seen, Value(0), Mask),
        };
    }

    /// <summary>The length of the record that some bytes begin with.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Whether they begin with one, whole and sound.</returns>
    internal static bool TryMeasure(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < HeadLength || bytes[0] > 5 || bytes[1] is not (32 or 64) || bytes[3] != 0
            || bytes[2] is < (byte)Comparison.Equal or > (byte)Comparison.FlagsSubsetOf)
        {
            return false;
        }
        uint values = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        length = HeadLength + (int)(Math.Min(values, MostValues) * sizeof(ulong));
        return values is >= 1 and <= MostValues && length <= bytes.Length;
    }

    private bool Lists(ulong seen)
    {
        for (int index = 0; index < ValueCount; index++)
        {
            if (Value(index) == seen)
            {
                return true;
            }
        }
        return false;
    }
}
