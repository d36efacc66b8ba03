namespace Kiln.Vmm.Api.Http;

/// <summary>What the server hands requests to, one after the other, on the api thread.</summary>
internal interface IApiHandler
{
    /// <summary>Answers a request. No other request of anybody's is looked at before it returns.</summary>
    /// <param name="request">The request, valid only during the call.</param>
    /// <param name="response">Takes the answer; cleared before.</param>
    void Handle(in HttpRequest request, HttpResponse response);
}
