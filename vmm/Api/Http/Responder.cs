namespace Kiln.Vmm.Api.Http;

/// <summary>Makes the answers of all connections, one at a time.</summary>
/// <param name="handler">Answers requests.</param>
internal sealed class Responder(IApiHandler handler)
{
    private readonly HttpResponse _response = new();

    /// <summary>The word that a client waits for before it sends a body.</summary>
    internal static ReadOnlySpan<byte> Continue => "HTTP/1.1 100 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n"u8;

    /// <summary>What a client gets that is one too many: no space behind the status and no type, as in the contract.</summary>
    internal static ReadOnlySpan<byte> TooMany =>
        "HTTP/1.1 503\r\nServer: Kiln API\r\nConnection: close\r\nContent-Length: 40\r\n\r\n{ \"error\": \"Too many open connections\" }"u8;

    /// <summary>Where answers wait for their clients.</summary>
    internal HeldAnswers Held { get; } = new();

    /// <summary>Gives the memory of long answers back for good.</summary>
    internal void Unmap() => _response.Unmap();

    /// <summary>Has a request answered, at once or later.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reply">Takes the answer.</param>
    internal void Handle(in HttpRequest request, IHttpReply reply) => handler.Handle(in request, reply);

    /// <summary>Begins an answer.</summary>
    /// <returns>Cleared, to be filled.</returns>
    internal HttpResponse Begin()
    {
        _response.Clear();
        return _response;
    }

    /// <summary>Ends the answer that was begun last.</summary>
    /// <param name="closing">Whether the connection ends with it.</param>
    /// <returns>The answer, until the next is begun.</returns>
    internal ReadOnlySpan<byte> Finish(bool closing) => _response.Finish(closing);

    /// <summary>Answers what is no request, or one that is not to be carried out.</summary>
    /// <param name="status">The status.</param>
    /// <param name="reader">Read it, and knows why.</param>
    /// <param name="closing">Whether the connection ends with it.</param>
    /// <returns>The answer, until the next.</returns>
    internal ReadOnlySpan<byte> Refuse(int status, RequestReader reader, bool closing)
    {
        HttpResponse response = Begin();
        if (reader.WantsNoBody)
        {
            response.SetStatus(status);
        }
        else
        {
            response.SetError(status, reader.Reason.Utf8);
        }
        return Finish(closing);
    }
}
