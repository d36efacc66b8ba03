using System.Buffers.Text;
using System.Text.Unicode;

namespace Kiln.Vmm.Api.Http;

/// <summary>Bytes of an answer, in memory that grows to the longest and is used again.</summary>
/// <param name="capacity">Bytes to begin with.</param>
internal sealed class AnswerBuffer(int capacity)
{
    // Characters that are converted at a time, and the most bytes that they become.
    private const int ChunkLength = 256;
    private const int BytesPerCharacter = 3;

    private byte[] _bytes = new byte[capacity];

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>The bytes, until the next change.</summary>
    internal Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Forgets all but the first bytes, whatever they are.</summary>
    /// <param name="length">How many stay; at most the capacity to begin with.</param>
    internal void Reset(int length) => Length = length;

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    internal AnswerBuffer Append(ReadOnlySpan<byte> bytes)
    {
        int end = Length + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        }
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length = end;
        return this;
    }

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
