using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api.Http;

/// <summary>The answer to a request, byte for byte as in the contract. All connections share one object.</summary>
internal sealed class HttpResponse
{
    // Reserved before the body: room for every header, with the longest content type.
    private const int HeadRoom = 512;

    private const int LongestContentType = 128;

    // Fits all answers of this API but the longest lists.
    private const int InitialBodyRoom = 4096 - HeadRoom;

    private readonly AnswerBuffer _message = new(HeadRoom + InitialBodyRoom);
    private readonly AnswerBuffer _head = new(HeadRoom);
    private readonly AnswerBuffer _contentType = new(LongestContentType);

    private static ReadOnlySpan<byte> Json => "application/json"u8;

    /// <summary>The status code; 0 until it is set.</summary>
    internal int Status { get; private set; }

    /// <summary>The body; empty when there is none, or when it is <see cref="Lasting"/>.</summary>
    internal ReadOnlySpan<byte> Body => _message.Bytes[HeadRoom..];

    /// <summary>A long body that lasts, so that it is sent from where it lies; else empty.</summary>
    internal ReadOnlyMemory<byte> Lasting { get; private set; }

    /// <summary>Whether the request used a deprecated feature.</summary>
    internal bool IsDeprecated { get; set; }

    /// <summary>The methods for the Allow header, if the answer has one.</summary>
    internal HttpMethod Allowed { get; set; }

    /// <summary>Resets to an empty answer.</summary>
    internal void Clear()
    {
        Status = 0;
        IsDeprecated = false;
        Lasting = default;
        Allowed = HttpMethod.None;
        _message.Reset(HeadRoom);
        _contentType.Reset(0);
    }

    /// <summary>Answers 204.</summary>
    internal void SetNoContent() => Begin(204, default);

    /// <summary>Answers with a status only.</summary>
    internal void SetStatus(int status) => Begin(status, default);

    internal void SetJson(int status, ReadOnlySpan<byte> json) => Begin(status, Json).Append(json);

    /// <summary>Answers with JSON that nobody changes any more, of any length.</summary>
    internal void SetLastingJson(int status, ReadOnlyMemory<byte> json)
    {
        AnswerBuffer body = Begin(status, Json);
        if (json.Length > HeldAnswers.ShortLength)
        {
            Lasting = json;
        }
        else
        {
            body.Append(json.Span);
        }
    }

    /// <summary>Begins an answer in JSON, and returns the buffer for it.</summary>
    internal AnswerBuffer BeginJson(int status) => Begin(status, Json);

    /// <summary>Answers 200 with a long text.</summary>
    internal void SetLongText(ReadOnlySpan<byte> contentType, GrowingText.Fill text) => Begin(200, contentType).Append(text);

    /// <summary>Answers 200 with a text.</summary>
    internal void SetText(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> text) => Begin(200, contentType).Append(text);

    /// <summary>Answers that the request was refused or failed.</summary>
    internal void SetFault(int status, ReadOnlySpan<char> message) =>
        Begin(status, Json).Append("{\"fault_message\":\""u8).AppendEscaped(message).Append("\"}"u8);

    /// <summary>Answers that the input is not a valid request.</summary>
    /// <param name="reason">The reason, which must be valid UTF-8.</param>
    internal void SetError(int status, ReadOnlySpan<byte> reason) => Begin(status, Json)
        .Append("{ \"error\": \""u8).AppendEscaped(reason)
        .AppendEscaped("\nAll previous unanswered requests will be dropped."u8).Append("\" }"u8);

    /// <summary>Returns the complete answer, which <see cref="Lasting"/> follows; valid until the next change.</summary>
    /// <param name="closing">Whether the connection is closed after it.</param>
    /// <exception cref="InvalidOperationException"/>
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

    /// <summary>Unmaps the memory for long answers.</summary>
    internal void Unmap() => _message.Unmap();

    private AnswerBuffer Begin(int status, ReadOnlySpan<byte> contentType)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentType.Length, LongestContentType);
        Status = status;
        Lasting = default;
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
                .Append("\r\nContent-Length: "u8).Append(Body.Length + Lasting.Length).Append("\r\n"u8);
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
