using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A buffer for an answer. Short answers lie in an array. A longer one moves to memory outside the managed heap, which is mapped on first use with
/// room for the longest answer.
/// </summary>
/// <param name="capacity">The length of the array in bytes.</param>
internal sealed class AnswerBuffer(int capacity) : IBufferWriter<byte>
{
    // Memory that stays resident for the next long answer: the metrics of a typical machine. Beyond that it is returned to the host.
    private const int Retained = 64 * 1024;

    // The number of characters converted at a time, and the maximum number of bytes per character.
    private const int ChunkLength = 256;
    private const int BytesPerCharacter = 3;

    private readonly byte[] _near = new byte[capacity];
    private MappedMemory? _far;
    private bool _isFar;

    /// <summary>The number of bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>The bytes written; valid until the next change.</summary>
    internal Span<byte> Bytes => Room[..Length];

    private Span<byte> Room => _isFar ? _far!.GetSpan() : _near;

    /// <summary>Truncates the content.</summary>
    /// <param name="length">The number of bytes to keep, at most the capacity. Their content is undefined.</param>
    internal void Reset(int length)
    {
        if (_isFar && Length > Retained)
        {
            _far!.Forget();
        }
        _isFar = false;
        Length = length;
    }

    /// <summary>Unmaps the memory outside the managed heap.</summary>
    internal void Unmap()
    {
        Reset(0);
        _far?.Unmap();
        _far = null;
    }

    /// <exception cref="AnswerOverflow">The answer would be too long.</exception>
    internal AnswerBuffer Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Room[Length..]);
        Length += bytes.Length;
        return this;
    }

    /// <summary>Appends a long text, always outside the managed heap.</summary>
    /// <exception cref="AnswerOverflow">The answer would be too long.</exception>
    internal AnswerBuffer Append(GrowingText.Fill fill)
    {
        MoveFar();
        Utf8Writer writer = new(Room[Length..]);
        fill(ref writer);
        Length += writer.IsFull ? throw TooLong() : writer.Length;
        return this;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    /// <exception cref="AnswerOverflow">The answer would be too long.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return (_isFar ? _far!.Memory : _near)[Length..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Appends a number in decimal.</summary>
    internal AnswerBuffer Append(int number)
    {
        Span<byte> digits = stackalloc byte[16];
        _ = Utf8Formatter.TryFormat(number, digits, out int written);
        return Append(digits[..written]);
    }

    /// <summary>Appends text, escaped for a JSON string; an unpaired surrogate becomes U+FFFD.</summary>
    internal AnswerBuffer AppendEscaped(ReadOnlySpan<char> text)
    {
        Span<byte> chunk = stackalloc byte[ChunkLength * BytesPerCharacter];
        while (!text.IsEmpty)
        {
            _ = Utf8.FromUtf16(text[..Math.Min(text.Length, ChunkLength)], chunk, out int read, out int written,
                replaceInvalidSequences: true, isFinalBlock: text.Length <= ChunkLength);
            AppendEscaped(chunk[..written]);
            text = text[read..];
        }
        return this;
    }

    /// <summary>Appends text, escaped for a JSON string only where JSON requires it.</summary>
    /// <param name="utf8">The text, which must be valid UTF-8.</param>
    internal AnswerBuffer AppendEscaped(ReadOnlySpan<byte> utf8)
    {
        Span<byte> escape = stackalloc byte[JsonEscape.Longest];
        while (JsonEscape.IndexIn(utf8) is >= 0 and int index)
        {
            _ = Append(utf8[..index]).Append(escape[..JsonEscape.Write(utf8[index], escape)]);
            utf8 = utf8[(index + 1)..];
        }
        return Append(utf8);
    }

    private static AnswerOverflow TooLong() => new($"The answer is too long; the limit is {HeldAnswers.LongestAnswer} bytes");

    private void Reserve(int length)
    {
        if (length <= Room.Length - Length)
        {
            return;
        }
        if (length > HeldAnswers.LongestAnswer - Length)
        {
            throw TooLong();
        }
        MoveFar();
    }

    private void MoveFar()
    {
        if (!_isFar)
        {
            _far ??= MappedMemory.TryCreate(HeldAnswers.LongestAnswer)
                ?? throw new AnswerOverflow($"The host has no memory for the answer, {HeldAnswers.LongestAnswer} bytes; try again");
            _near.AsSpan(0, Length).CopyTo(_far.GetSpan());
            _isFar = true;
        }
    }
}
