namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The head of a request, read line by line as it comes. Of the lines only what the server acts on is kept, so that it costs the same
/// however long it is.
/// </summary>
/// <param name="payloadLimit">The longest body, in bytes.</param>
/// <param name="reason">Takes what is wrong with a head.</param>
internal sealed class RequestHead(int payloadLimit, ReasonText reason)
{
    /// <summary>The longest line with its end, in bytes: the contract's buffer, whose content it quotes.</summary>
    internal const int LineLimit = 1024;

    private readonly RequestHeaders _headers = new(reason);

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>The first line.</summary>
    internal RequestLine Line { get; } = new(reason);

    /// <summary>Whether the client may send another request behind this one.</summary>
    internal bool IsKeptAlive => !_headers.EndsConnection;

    /// <summary>How many bytes of body follow; at most the limit when the head is complete.</summary>
    internal uint ContentLength => _headers.ContentLength;

    /// <summary>Whether the client waits for a word before it sends the body. In HTTP/1.0 there is no such word.</summary>
    internal bool ExpectsContinue => _headers.ExpectsContinue && !Line.IsOld;

    /// <summary>Forgets the head, to read another.</summary>
    internal void Clear()
    {
        Line.Clear();
        _headers.Clear();
        reason.Clear();
    }

    /// <summary>Reads on.</summary>
    /// <param name="input">What has come and was not read yet.</param>
    /// <param name="consumed">How much of it is read now: whole lines.</param>
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
