namespace Kiln.Vmm.Api.Http;

/// <summary>Handles requests on the api thread, without blocking.</summary>
internal interface IApiHandler
{
    /// <summary>Handles a request. The answer may follow later; other requests are handled meanwhile.</summary>
    /// <param name="request">The request, valid only during the call.</param>
    void Handle(in HttpRequest request, IHttpReply reply);
}
