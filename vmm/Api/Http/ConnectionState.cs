namespace Kiln.Vmm.Api.Http;

/// <summary>What a connection is doing.</summary>
internal enum ConnectionState
{
    /// <summary>Nothing: there is no client.</summary>
    Closed,

    /// <summary>Reading a request up to the empty line.</summary>
    ReadingHead,

    /// <summary>Reading as many bytes as the head promised.</summary>
    ReadingBody,

    /// <summary>Throwing away the body of a request that was refused; another request may follow.</summary>
    Skipping,

    /// <summary>A request of it is being carried out; nothing is read meanwhile.</summary>
    Handling,

    /// <summary>
    /// Waiting for the client to take an answer, or to make room for one to what it has sent already; nothing is read meanwhile.
    /// </summary>
    Answering,

    /// <summary>Throwing away what the client still sends, after the last answer it gets.</summary>
    Draining,
}
