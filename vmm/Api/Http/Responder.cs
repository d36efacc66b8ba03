namespace Kiln.Vmm.Api.Http;

/// <summary>Makes the answers of all connections, one at a time.</summary>
/// <param name="handler">Answers requests.</param>
internal sealed class Responder(IApiHandler handler)
{
    private readonly HttpResponse _response = new();


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
