using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Kiln.Vmm.Api.Http;

/// <summary>Parses the headers of a request, and keeps only what the server acts on. Other headers may have any name and value.</summary>
/// <param name="reason">Receives the error of an invalid header.</param>
internal sealed class RequestHeaders(ReasonText reason)
{
    /// <summary>The maximum number of headers. Clients of this API send five to ten; web servers commonly have this bound.</summary>
    internal const int CountLimit = 100;

    /// <summary>The maximum length of all headers in bytes, without line ends; also a common bound of web servers.</summary>
    internal const int TotalLimit = 32 * 1024;

    private int _count;
    private int _total;
    private bool _hasLength;

    private static ReadOnlySpan<byte> White => " \t\n\v\f\r"u8;

    /// <summary>The value of Content-Length, or 0.</summary>
    internal uint ContentLength { get; private set; }

    /// <summary>Whether there is a header <c>Expect: 100-continue</c>.</summary>
    internal bool ExpectsContinue { get; private set; }

    /// <summary>Whether a Connection header contains <c>close</c>.</summary>
    internal bool EndsConnection { get; private set; }

    /// <summary>Resets for another head.</summary>
    internal void Clear()
    {
        (_count, _total, _hasLength) = (0, 0, false);
        ContentLength = 0;
        ExpectsContinue = false;
        EndsConnection = false;
    }

    /// <param name="line">The line without its end; not empty.</param>
    /// <returns>
    /// False when the end of the request has become unknown. The reason is recorded then, and also when the request will merely be refused.
    /// </returns>
    internal bool TryRead(ReadOnlySpan<byte> line)
    {
        _count++;
        _total += line.Length;
        if (_count > CountLimit)
        {
            return Fail(reason
                .Start("Invalid header. Reason: More headers than the limit of "u8).Append(CountLimit).Append(" allowed by server."u8));
        }
        if (_total > TotalLimit)
        {
            return Fail(reason.Start("Invalid header. Reason: More bytes of headers than the limit of "u8)
                .Append(TotalLimit).Append(" allowed by server."u8));
        }
        if (!Utf8.IsValid(line))
        {
            return Fail(reason.Start("Invalid header. Reason: Header contains invalid characters. Key: "u8).AppendFault(line));
        }
        int colon = line.IndexOf((byte)':');
        return colon < 0
            ? Fail(reason.Start("Invalid header. Reason: Header is incorrectly formatted. Key: "u8).Append(line))
            : TryRead(line[..colon], line[(colon + 1)..]);
    }

    private bool TryRead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> name = key.Trim(White);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            return TryReadLength(value.Trim(White)) || FailValue(key, value);
        }
        if (Ascii.EqualsIgnoreCase(name, "accept-encoding"u8))
        {
            ReadEncodings(value.Trim(White));
        }
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            // Otherwise the bytes of the body would be parsed as the next request.
            return Fail(reason
                .Start("Invalid header. Reason: Unsupported feature. Key: Transfer-Encoding; Value: "u8).Append(value.Trim(White)));
        }
        EndsConnection |= Ascii.EqualsIgnoreCase(name, "connection"u8) && HasClose(value);
        ExpectsContinue |= Ascii.EqualsIgnoreCase(name, "expect"u8) && Ascii.EqualsIgnoreCase(value.Trim(White), "100-continue"u8);
        return true;
    }

    private static bool HasClose(ReadOnlySpan<byte> value)
    {
        foreach (Range range in value.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(value[range].Trim(White), "close"u8))
            {
                return true;
            }
        }
        return false;
    }

    // Different lengths would split requests differently for different readers (request smuggling).
    private bool TryReadLength(ReadOnlySpan<byte> digits)
    {
        bool right = Utf8Parser.TryParse(digits, out uint length, out int consumed)
            && consumed == digits.Length
            && char.IsAsciiDigit((char)digits[0])
            && (!_hasLength || length == ContentLength);
        if (right)
        {
            ContentLength = length;
            _hasLength = true;
        }
        return right;
    }

    // Answers are not encoded, so a client that excludes the identity encoding is refused.
    private void ReadEncodings(ReadOnlySpan<byte> value)
    {
        foreach (Range range in value.Split((byte)','))
        {
            ReadOnlySpan<byte> encoding = value[range].Trim(White);
            if (encoding.SequenceEqual("identity;q=0"u8) || (encoding.SequenceEqual("*;q=0"u8) && value.IndexOf("identity"u8) < 0))
            {
                _ = FailValue("Accept-Encoding"u8, value[range]);
            }
        }
    }

    private bool FailValue(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        Fail(reason.Start("Invalid header. Reason: Invalid value. Key:"u8).Append(key).Append("; Value:"u8).Append(value));

    private static bool Fail(ReasonText _) => false;
}
