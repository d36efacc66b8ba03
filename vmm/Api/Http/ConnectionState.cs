namespace Kiln.Vmm.Api.Http;

/// <summary>The states of a connection.</summary>
internal enum ConnectionState
{
    /// <summary>No client is connected.</summary>
    Closed,

    /// <summary>Reading the request line and headers.</summary>
    ReadingHead,

    /// <summary>Reading a body of the announced length.</summary>
    ReadingBody,

    /// <summary>Discarding the body of a refused request, which another request may follow.</summary>
    Skipping,

    /// <summary>A request is being executed; nothing is read meanwhile.</summary>
    Handling,

    /// <summary>
    /// Waiting for the client to read an answer, or to make room for the answer to input that has been received; nothing is read meanwhile.
    /// </summary>
    Answering,

    /// <summary>Discarding what the client still sends after its last answer.</summary>
    Draining,
}
