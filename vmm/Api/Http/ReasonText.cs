using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kiln.Vmm.Api.Http;

/// <summary>Why a request is refused, in the contract's words: UTF-8, of bounded length. What is found first stays until it is cleared.</summary>
internal sealed class ReasonText
{
    // The longest quotes a line of which every byte is replaced by the three of U+FFFD, among some words.
    private const int Capacity = (3 * RequestHead.LineLimit) + 256;

    // Of a long, with its sign.
    private const int MostDigits = 20;

    // There when there is the first: most clients are never refused anything.
    private byte[] _bytes = [];
    private int _length;
    private bool _isTaken;

    private static ReadOnlySpan<byte> ReplacementCharacter => "\uFFFD"u8;

    /// <summary>The text.</summary>
    internal ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, _length);

    /// <summary>Whether there is one.</summary>
    internal bool IsGiven => _length > 0;

    /// <summary>Forgets it.</summary>
    internal void Clear() => _length = 0;

    /// <summary>Begins a text, which is taken when there is none.</summary>
    /// <param name="words">How it begins.</param>
    internal ReasonText Start(ReadOnlySpan<byte> words)
    {
        _isTaken = !IsGiven;
        if (_bytes.Length == 0)
        {
            _bytes = new byte[Capacity];
        }
        return Append(words);
    }

    /// <summary>Goes on.</summary>
    /// <param name="utf8">With what; valid UTF-8.</param>
    internal ReasonText Append(ReadOnlySpan<byte> utf8)
    {
        if (_isTaken)
        {
            utf8.CopyTo(_bytes.AsSpan(_length));
            _length += utf8.Length;
        }
        return this;
    }

    /// <summary>Goes on with a number.</summary>
    /// <param name="number">The number.</param>
    internal ReasonText Append(long number)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        _ = Utf8Formatter.TryFormat(number, digits, out int written);
        return Append(digits[..written]);
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
