using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Bytes of an answer. Short ones lie in an array; a longer one moves to memory outside the collected heap, mapped when the first one comes,
/// as long as the longest may be.
/// </summary>
/// <param name="capacity">The length of the array.</param>
internal sealed class AnswerBuffer(int capacity) : IBufferWriter<byte>
{
    // What is kept for the next long one: all metrics of a usual machine. The rest of a longer one goes back to the host.
    private const int Retained = 64 * 1024;

    // Characters that are converted at a time, and the most bytes that they become.
    private const int ChunkLength = 256;
    private const int BytesPerCharacter = 3;

    private readonly byte[] _near = new byte[capacity];
    private MappedMemory? _far;
    private bool _isFar;

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>The bytes, until the next change.</summary>
    internal Span<byte> Bytes => Room[..Length];

    private Span<byte> Room => _isFar ? _far!.GetSpan() : _near;

    /// <summary>Forgets all but the first bytes, whatever they are.</summary>
    /// <param name="length">How many stay; at most the capacity to begin with.</param>
    internal void Reset(int length)
    {
        if (_isFar && Length > Retained)
        {
            _far!.Forget();
        }
        _isFar = false;
        Length = length;
    }

    /// <summary>Gives the memory outside the heap back for good.</summary>
    internal void Unmap()
    {
        Reset(0);
        _far?.Unmap();
        _far = null;
    }

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="AnswerOverflow">There is no room.</exception>
    internal AnswerBuffer Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Room[Length..]);
        Length += bytes.Length;
        return this;
    }

    /// <summary>Adds a long text.</summary>
    /// <param name="fill">Writes it.</param>
    /// <exception cref="AnswerOverflow">There is no room.</exception>
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
    /// <exception cref="AnswerOverflow">There is no room.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return (_isFar ? _far!.Memory : _near)[Length..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Adds a number in digits.</summary>
    /// <param name="number">The number.</param>
    internal AnswerBuffer Append(int number)
    {
        Span<byte> digits = stackalloc byte[16];
        _ = Utf8Formatter.TryFormat(number, digits, out int written);
        return Append(digits[..written]);
    }

    /// <summary>Adds text as it stands in a string of JSON; half a surrogate pair becomes U+FFFD.</summary>
    /// <param name="text">The text.</param>
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

    /// <summary>Adds text as it stands in a string of JSON: only what may not stand there is escaped.</summary>
    /// <param name="utf8">The text; valid UTF-8.</param>
    internal AnswerBuffer AppendEscaped(ReadOnlySpan<byte> utf8)
    {
        int start = 0;
        for (int index = 0; index < utf8.Length; index++)
        {
            byte value = utf8[index];
            if (value is < 0x20 or (byte)'"' or (byte)'\\')
            {
                Append(utf8[start..index]).AppendEscape(value);
                start = index + 1;
            }
        }
        return Append(utf8[start..]);
    }

    private static AnswerOverflow TooLong() => new($"The answer is too long; at most {HeldAnswers.LongestAnswer} bytes are given");

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

    private void AppendEscape(byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        _ = value switch
        {
            (byte)'"' => Append("\\\""u8),
            (byte)'\\' => Append("\\\\"u8),
            (byte)'\b' => Append("\\b"u8),
            (byte)'\t' => Append("\\t"u8),
            (byte)'\n' => Append("\\n"u8),
            (byte)'\f' => Append("\\f"u8),
            (byte)'\r' => Append("\\r"u8),
            _ => Append([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 0xF]]),
        };
    }
}
