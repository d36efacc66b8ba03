namespace Kiln.Vmm.Api.Http;

/// <summary>Takes the one answer to a request. On the api thread.</summary>
internal interface IHttpReply
{
    /// <returns>An empty answer, to be filled before <see cref="Send"/>. All connections share the object.</returns>
    HttpResponse Begin();

    /// <summary>Sends the answer. Does nothing if the client is gone.</summary>
    void Send();
}
