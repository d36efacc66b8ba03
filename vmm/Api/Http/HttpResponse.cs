using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Api.Http;

/// <summary>The answer to a request, in the exact bytes of the contract. One object serves all.</summary>
internal sealed class HttpResponse
{
    // In front of the body: every line of a head with the longest content type.
    private const int HeadRoom = 512;

    private const int LongestContentType = 128;

    // The answers of this API but the longest listings.
    private const int InitialBodyRoom = 4096 - HeadRoom;

    private readonly AnswerBuffer _message = new(HeadRoom + InitialBodyRoom);
    private readonly AnswerBuffer _head = new(HeadRoom);
    private readonly AnswerBuffer _contentType = new(LongestContentType);

    private static ReadOnlySpan<byte> Json => "application/json"u8;

    /// <summary>The status, such as 204; 0 as long as nothing was set.</summary>
    internal int Status { get; private set; }

    /// <summary>The body; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Body => _message.Bytes[HeadRoom..];

    /// <summary>Whether the request used what is deprecated.</summary>
    internal bool IsDeprecated { get; set; }

    /// <summary>The methods that would be allowed, for an answer that says so.</summary>
    internal HttpMethod Allowed { get; set; }

    /// <summary>Takes everything back.</summary>
    internal void Clear()
    {
        Status = 0;
        IsDeprecated = false;
        Allowed = HttpMethod.None;
        _message.Reset(HeadRoom);
        _contentType.Reset(0);
    }

    /// <summary>It was done: 204, nothing to say.</summary>
    internal void SetNoContent() => Begin(204, default);

    /// <summary>Answers with nothing but a status.</summary>
    /// <param name="status">The status.</param>
    internal void SetStatus(int status) => Begin(status, default);

    /// <summary>Answers with JSON.</summary>
    /// <param name="status">The status.</param>
    /// <param name="json">The body; copied.</param>
    internal void SetJson(int status, ReadOnlySpan<byte> json) => Begin(status, Json).Append(json);

    /// <summary>Begins an answer in JSON.</summary>
    /// <param name="status">The status.</param>
    /// <returns>Takes the body.</returns>
    internal AnswerBuffer BeginJson(int status) => Begin(status, Json);

    /// <summary>Answers 200 with a long text of another type.</summary>
    /// <param name="contentType">The type.</param>
    /// <param name="text">Writes the body.</param>
    internal void SetLongText(ReadOnlySpan<byte> contentType, GrowingText.Fill text) => Begin(200, contentType).Append(text);

    /// <summary>Answers 200 with a text of another type.</summary>
    /// <param name="contentType">The type.</param>
    /// <param name="text">The body; copied.</param>
    internal void SetText(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> text) => Begin(200, contentType).Append(text);

    /// <summary>Answers that the request was not carried out.</summary>
    /// <param name="status">The status.</param>
    /// <param name="message">Why.</param>
    internal void SetFault(int status, ReadOnlySpan<char> message) =>
        Begin(status, Json).Append("{\"fault_message\":\""u8).AppendEscaped(message).Append("\"}"u8);

    /// <summary>Answers that there is no request.</summary>
    /// <param name="status">The status.</param>
    /// <param name="reason">Why; valid UTF-8.</param>
    internal void SetError(int status, ReadOnlySpan<byte> reason) => Begin(status, Json)
        .Append("{ \"error\": \""u8).AppendEscaped(reason)
        .AppendEscaped("\nAll previous unanswered requests will be dropped."u8).Append("\" }"u8);

    /// <summary>The whole answer, valid until the next change.</summary>
    /// <param name="closing">Whether the connection ends with it.</param>
    /// <exception cref="InvalidOperationException">Nothing was set.</exception>
    internal ReadOnlySpan<byte> Finish(bool closing)
    {
        if (Status == 0)
        {
            throw new InvalidOperationException("the handler left a request without an answer");
        }
        WriteHead(closing);
        Span<byte> message = _message.Bytes[(HeadRoom - _head.Length)..];
        _head.Bytes.CopyTo(message);
        return message;
    }

    /// <summary>Gives the memory of long answers back for good.</summary>
    internal void Unmap() => _message.Unmap();

    private AnswerBuffer Begin(int status, ReadOnlySpan<byte> contentType)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentType.Length, LongestContentType);
        Status = status;
        _contentType.Reset(0);
        _ = _contentType.Append(contentType);
        _message.Reset(HeadRoom);
        return _message;
    }

    private void WriteHead(bool closing)
    {
        _head.Reset(0);
        _ = _head.Append("HTTP/1.1 "u8).Append(Status).Append(" \r\nServer: "u8).Append(Identity.Current.Server).Append("\r\nConnection: "u8)
            .Append(closing ? "close\r\n"u8 : "keep-alive\r\n"u8);
        WriteAllowed();
        if (IsDeprecated)
        {
            _ = _head.Append("Deprecation: true\r\n"u8);
        }
        if (_contentType.Length > 0)
        {
            _ = _head.Append("Content-Type: "u8).Append(_contentType.Bytes)
                .Append("\r\nContent-Length: "u8).Append(Body.Length).Append("\r\n"u8);
        }
        _ = _head.Append("\r\n"u8);
    }

    private void WriteAllowed()
    {
        ReadOnlySpan<byte> separator = "Allow: "u8;
        foreach (HttpMethod method in (ReadOnlySpan<HttpMethod>)[HttpMethod.Get, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            if ((Allowed & method) != 0)
            {
                _ = _head.Append(separator).Append(NameOf(method));
                separator = ", "u8;
            }
        }
        if (Allowed != HttpMethod.None)
        {
            _ = _head.Append("\r\n"u8);
        }
    }

    private static ReadOnlySpan<byte> NameOf(HttpMethod method) => method switch
    {
        HttpMethod.Get => "GET"u8,
        HttpMethod.Put => "PUT"u8,
        HttpMethod.Patch => "PATCH"u8,
        _ => "DELETE"u8,
    };
}
