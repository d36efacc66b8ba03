using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kiln.Vmm.Api.Http;

/// <summary>Why a request is refused, in the contract's words: one text at a time, UTF-8, of bounded length.</summary>
internal sealed class ReasonText
{
    // The longest quotes a line of which every byte is replaced by the three of U+FFFD, among some words.
    private const int Capacity = (3 * RequestHead.LineLimit) + 256;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;

    private static ReadOnlySpan<byte> ReplacementCharacter => "\uFFFD"u8;

    /// <summary>The text.</summary>
    internal ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, _length);

    /// <summary>Begins another text.</summary>
    /// <param name="words">How it begins.</param>
    internal ReasonText Start(ReadOnlySpan<byte> words)
    {
        _length = 0;
        return Append(words);
    }

    /// <summary>Goes on.</summary>
    /// <param name="utf8">With what; valid UTF-8.</param>
    internal ReasonText Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
        return this;
    }

    /// <summary>Goes on with a number.</summary>
    /// <param name="number">The number.</param>
    internal ReasonText Append(long number)
    {
        _ = Utf8Formatter.TryFormat(number, _bytes.AsSpan(_length), out int written);
        _length += written;
        return this;
    }

    /// <summary>Goes on with bytes that may be no text: what is none of it becomes U+FFFD.</summary>
    /// <param name="bytes">The bytes.</param>
    internal ReasonText AppendLossy(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int length);
            _ = Append(status == OperationStatus.Done ? bytes[..length] : ReplacementCharacter);
            bytes = bytes[length..];
        }
        return this;
    }

    /// <summary>Goes on with the place at which bytes stop being text.</summary>
    /// <param name="bytes">Bytes that are no UTF-8.</param>
    internal ReasonText AppendFault(ReadOnlySpan<byte> bytes)
    {
        int index = 0;
        OperationStatus status;
        int length;
        while ((status = Rune.DecodeFromUtf8(bytes[index..], out _, out length)) == OperationStatus.Done)
        {
            index += length;
        }
        // Only the end of the bytes can want more of them.
        return status == OperationStatus.NeedMoreData
            ? Append("incomplete utf-8 byte sequence from index "u8).Append(index)
            : Append("invalid utf-8 sequence of "u8).Append(length).Append(" bytes from index "u8).Append(index);
    }
}
