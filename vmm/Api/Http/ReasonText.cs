using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The reason for refusing a request, in the contract's words: UTF-8 of bounded length. The first reason stays until it is cleared.
/// </summary>
internal sealed class ReasonText
{
    // The longest reason quotes a line whose every byte is replaced by U+FFFD, three bytes long, and some words.
    private const int Capacity = (3 * RequestHead.LineLimit) + 256;

    // The digits and the sign of a long.
    private const int MostDigits = 20;

    // Allocated with the first reason, since most clients are never refused anything.
    private byte[] _bytes = [];
    private int _length;
    private bool _isTaken;

    private static ReadOnlySpan<byte> ReplacementCharacter => "\uFFFD"u8;

    internal ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, _length);

    internal bool IsGiven => _length > 0;

    internal void Clear() => _length = 0;

    /// <summary>Begins a reason; it is dropped when there is one already.</summary>
    internal ReasonText Start(ReadOnlySpan<byte> words)
    {
        _isTaken = !IsGiven;
        if (_bytes.Length == 0)
        {
            _bytes = new byte[Capacity];
        }
        return Append(words);
    }

    /// <param name="utf8">The text, which must be valid UTF-8.</param>
    internal ReasonText Append(ReadOnlySpan<byte> utf8)
    {
        if (_isTaken)
        {
            utf8.CopyTo(_bytes.AsSpan(_length));
            _length += utf8.Length;
        }
        return this;
    }

    /// <summary>Appends a number in decimal.</summary>
    internal ReasonText Append(long number)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        _ = Utf8Formatter.TryFormat(number, digits, out int written);
        return Append(digits[..written]);
    }

    /// <summary>Appends bytes that need not be valid UTF-8: invalid sequences become U+FFFD.</summary>
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

    /// <summary>Appends a description of the first invalid sequence.</summary>
    /// <param name="bytes">Bytes that are not valid UTF-8.</param>
    internal ReasonText AppendFault(ReadOnlySpan<byte> bytes)
    {
        int index = 0;
        OperationStatus status;
        int length;
        while ((status = Rune.DecodeFromUtf8(bytes[index..], out _, out length)) == OperationStatus.Done)
        {
            index += length;
        }
        // NeedMoreData can only occur at the end of the input.
        return status == OperationStatus.NeedMoreData
            ? Append("incomplete utf-8 byte sequence from index "u8).Append(index)
            : Append("invalid utf-8 sequence of "u8).Append(length).Append(" bytes from index "u8).Append(index);
    }
}
