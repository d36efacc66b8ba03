namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Parses the request line and the headers line by line as they arrive. Keeps only what the server acts on, so that its memory does not depend on
/// the length of the head.
/// </summary>
/// <param name="payloadLimit">The maximum length of a body in bytes.</param>
/// <param name="reason">Receives the error of a malformed or refused head.</param>
internal sealed class RequestHead(int payloadLimit, ReasonText reason)
{
    /// <summary>The maximum length of a line with its end, in bytes: the size of the contract's buffer, whose content messages quote.</summary>
    internal const int LineLimit = 1024;

    private readonly RequestHeaders _headers = new(reason);

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    internal RequestLine Line { get; } = new(reason);

    /// <summary>Whether the connection stays open for another request.</summary>
    internal bool IsKeptAlive => !_headers.EndsConnection;

    /// <summary>The length of the body in bytes; at most the limit once the head is complete.</summary>
    internal uint ContentLength => _headers.ContentLength;

    /// <summary>Whether the client waits for 100 Continue, which HTTP/1.0 does not have.</summary>
    internal bool ExpectsContinue => _headers.ExpectsContinue && !Line.IsOld;

    /// <summary>Resets for another head.</summary>
    internal void Clear()
    {
        Line.Clear();
        _headers.Clear();
        reason.Clear();
    }

    /// <param name="input">The input that was received and not parsed yet.</param>
    /// <param name="consumed">The number of bytes parsed by this call: whole lines.</param>
    internal HeadProgress Read(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = input[consumed..];
            ReadOnlySpan<byte> window = rest[..Math.Min(rest.Length, LineLimit)];
            int length = window.IndexOf(LineEnd);
            if (length < 0)
            {
                return window.Length < LineLimit ? HeadProgress.Incomplete : FailLong(window);
            }
            consumed += length + LineEnd.Length;
            ReadOnlySpan<byte> line = window[..length];
            if (Line.IsRead && line.IsEmpty)
            {
                CheckLimit();
                return reason.IsGiven ? HeadProgress.Refused : HeadProgress.Complete;
            }
            if (!(Line.IsRead ? _headers.TryRead(line) : Line.TryRead(line)))
            {
                return HeadProgress.Failed;
            }
        }
    }

    private HeadProgress FailLong(ReadOnlySpan<byte> window)
    {
        _ = Line.IsRead
            ? reason.Start("Invalid header. Reason: Invalid content length. Header: "u8).AppendLossy(window)
            : reason.Start("Invalid request."u8);
        return HeadProgress.Failed;
    }

    private void CheckLimit()
    {
        if (ContentLength > payloadLimit)
        {
            _ = reason.Start("Request payload with size "u8).Append(ContentLength)
                .Append(" is larger than the limit of "u8).Append(payloadLimit).Append(" allowed by server."u8);
        }
    }
}
