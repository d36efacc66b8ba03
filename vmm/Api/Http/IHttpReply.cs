namespace Kiln.Vmm.Api.Http;

/// <summary>The client's side of a request that was handed over: takes the one answer. On the api thread.</summary>
internal interface IHttpReply
{
    /// <summary>Begins the answer.</summary>
    /// <returns>Cleared, to be filled before <see cref="Send"/>; all answers share it.</returns>
    HttpResponse Begin();

    /// <summary>Sends what was filled in. A client that is gone meanwhile is none of the caller's concern.</summary>
    void Send();
}
