using System.Runtime.InteropServices;

namespace Kiln.Fuzz.Mutation;

/// <summary>A byte buffer for mutations; edits that would exceed the maximum length are dropped.</summary>
internal sealed class EditBuffer(ReadOnlySpan<byte> bytes)
{
    /// <summary>The maximum length in bytes: what the language accepts, and more than a filter set can hold.</summary>
    internal const int MaximumLength = 256 * 1024;

    private readonly List<byte> _bytes = [.. bytes];

    /// <summary>How many bytes there are.</summary>
    internal int Length => _bytes.Count;

    /// <summary>The bytes, valid until the next edit.</summary>
    internal Span<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>A copy of the bytes.</summary>
    internal byte[] ToArray() => [.. _bytes];

    /// <param name="inserted">The bytes; they must not lie in this buffer.</param>
    internal void Insert(int at, ReadOnlySpan<byte> inserted)
    {
        if (_bytes.Count + inserted.Length <= MaximumLength)
        {
            _bytes.InsertRange(at, inserted);
        }
    }

    internal void Remove(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(Length);
        _bytes.RemoveRange(offset, length);
    }

    /// <summary>Replaces a range of bytes.</summary>
    /// <param name="replacement">The bytes; they must not lie in this buffer.</param>
    internal void Replace(Range range, ReadOnlySpan<byte> replacement)
    {
        int at = range.GetOffsetAndLength(Length).Offset;
        Remove(range);
        Insert(at, replacement);
    }

    /// <summary>The line around a position, with its end.</summary>
    internal Range LineAround(int at)
    {
        int start = Bytes[..at].LastIndexOf((byte)'\n') + 1;
        int end = Bytes[at..].IndexOf((byte)'\n');
        return start..(end < 0 ? Length : at + end + 1);
    }

    /// <summary>The word around a position: letters, digits and the other characters of constants. Empty when there is none.</summary>
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
