using System.Buffers.Binary;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>
/// A condition in a set: index, width, comparison, length of its words, number of values, mask, values, words in ASCII.
/// </summary>
public readonly ref struct ConditionRecord
{
    private const int HeadLength = 16;

    // More than fits into a program; it keeps the length of a record within 32 bits.
    private const uint MostValues = 4096;

    private readonly ReadOnlySpan<byte> _bytes;

    internal ConditionRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The argument's index, 0 to 5.</summary>
    public int Index => _bytes[0];

    /// <summary>The number of low bits compared: 32 or 64.</summary>
    public int Width => _bytes[1];

    public Comparison Comparison => (Comparison)_bytes[2];

    public int ValueCount => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    /// <summary>The mask of MaskedEqual.</summary>
    public ulong Mask => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[8..]);

    /// <summary>The profile's description of the values; empty where it writes numbers.</summary>
    public ReadOnlySpan<byte> Words => _bytes.Slice(HeadLength + (ValueCount * sizeof(ulong)), _bytes[3]);

    /// <summary>Length of the record in bytes.</summary>
    internal int Length => HeadLength + (ValueCount * sizeof(ulong)) + _bytes[3];

    /// <param name="index">The index, from 0.</param>
    public ulong Value(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(HeadLength + (index * sizeof(ulong)))..]);

    /// <summary>Whether an argument satisfies the condition.</summary>
    /// <param name="argument">All 64 bits of the argument.</param>
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

    /// <summary>Measures the record at the start of some bytes.</summary>
    /// <returns>Whether the bytes start with a complete, valid record.</returns>
    internal static bool TryMeasure(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < HeadLength || bytes[0] > 5 || bytes[1] is not (32 or 64)
            || bytes[2] is < (byte)Comparison.Equal or > (byte)Comparison.FlagsSubsetOf)
        {
            return false;
        }
        uint values = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        int words = HeadLength + (int)(Math.Min(values, MostValues) * sizeof(ulong));
        length = words + bytes[3];
        return values is >= 1 and <= MostValues && length <= bytes.Length
            && !bytes[words..length].ContainsAnyExceptInRange((byte)' ', (byte)'~');
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
