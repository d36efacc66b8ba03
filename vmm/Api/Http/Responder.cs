namespace Kiln.Vmm.Api.Http;

/// <summary>Creates the answers of all connections, one at a time.</summary>
internal sealed class Responder(IApiHandler handler)
{
    private HttpResponse? _response;


    /// <summary>Accounts for answers that clients have not read.</summary>
    internal HeldAnswers Held { get; } = new();

    /// <summary>Unmaps the memory for long answers.</summary>
    internal void Unmap() => _response?.Unmap();

    /// <summary>Passes a request to the handler, which answers at once or later.</summary>
    internal void Handle(in HttpRequest request, IHttpReply reply) => handler.Handle(in request, reply);

    /// <summary>Begins an answer, which is empty.</summary>
    internal HttpResponse Begin()
    {
        // Made for the first client.
        _response ??= new HttpResponse();
        _response.Clear();
        return _response;
    }

    /// <summary>The rest of the current answer, if it lasts.</summary>
    internal ReadOnlyMemory<byte> Lasting => _response!.Lasting;

    /// <summary>Completes the current answer.</summary>
    /// <param name="closing">Whether the connection is closed after it.</param>
    /// <returns>The answer; valid until the next one begins.</returns>
    internal ReadOnlySpan<byte> Finish(bool closing) => _response!.Finish(closing);

    /// <summary>Creates the answer to input that is not a request, or to a refused request.</summary>
    /// <param name="closing">Whether the connection is closed after it.</param>
    /// <returns>The answer; valid until the next one begins.</returns>
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
