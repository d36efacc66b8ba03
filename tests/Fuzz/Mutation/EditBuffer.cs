using System.Runtime.InteropServices;

namespace Kiln.Fuzz.Mutation;

/// <summary>Bytes that are being changed; what would make them longer than the bound is not done.</summary>
/// <param name="bytes">What to start from.</param>
internal sealed class EditBuffer(ReadOnlySpan<byte> bytes)
{
    /// <summary>The longest input, in bytes: what the language takes, and more than a filter set can hold.</summary>
    internal const int MaximumLength = 256 * 1024;

    private readonly List<byte> _bytes = [.. bytes];

    /// <summary>How many bytes there are.</summary>
    internal int Length => _bytes.Count;

    /// <summary>The bytes, until the next change.</summary>
    internal Span<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>A copy of the bytes.</summary>
    internal byte[] ToArray() => [.. _bytes];

    /// <summary>Puts bytes in.</summary>
    /// <param name="at">Where.</param>
    /// <param name="inserted">The bytes; they may not lie in this buffer.</param>
    internal void Insert(int at, ReadOnlySpan<byte> inserted)
    {
        if (_bytes.Count + inserted.Length <= MaximumLength)
        {
            _bytes.InsertRange(at, inserted);
        }
    }

    /// <summary>Takes bytes out.</summary>
    /// <param name="range">Which.</param>
    internal void Remove(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(Length);
        _bytes.RemoveRange(offset, length);
    }

    /// <summary>Puts bytes in the place of others.</summary>
    /// <param name="range">The others.</param>
    /// <param name="replacement">The bytes; they may not lie in this buffer.</param>
    internal void Replace(Range range, ReadOnlySpan<byte> replacement)
    {
        int at = range.GetOffsetAndLength(Length).Offset;
        Remove(range);
        Insert(at, replacement);
    }

    /// <summary>The line around a place, with its end.</summary>
    /// <param name="at">The place.</param>
    internal Range LineAround(int at)
    {
        int start = Bytes[..at].LastIndexOf((byte)'\n') + 1;
        int end = Bytes[at..].IndexOf((byte)'\n');
        return start..(end < 0 ? Length : at + end + 1);
    }

    /// <summary>The word around a place: letters, digits and what else constants are made of. Empty where there is none.</summary>
    /// <param name="at">The place.</param>
    internal Range WordAround(int at)
    {
        int start = at;
        int end = at;
        while (start > 0 && IsOfWord(Bytes[start - 1]))
        {
            start--;
        }
        while (end < Length && IsOfWord(Bytes[end]))
        {
            end++;
        }
        return start..end;
    }

    private static bool IsOfWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'|';
}
