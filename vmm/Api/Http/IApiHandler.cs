namespace Kiln.Vmm.Api.Http;

/// <summary>What the server hands requests to, on the api thread. It must not wait.</summary>
internal interface IApiHandler
{
    /// <summary>Has a request answered, at once or later; others' are handled meanwhile.</summary>
    /// <param name="request">The request, valid only during the call.</param>
    /// <param name="reply">Takes the answer.</param>
    void Handle(in HttpRequest request, IHttpReply reply);
}
