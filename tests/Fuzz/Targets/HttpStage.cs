namespace Kiln.Fuzz.Targets;

/// <summary>How deep a client's bytes get.</summary>
internal enum HttpStage
{
    /// <summary>They are bytes.</summary>
    Bytes,

    /// <summary>They begin with a request line.</summary>
    RequestLine,

    /// <summary>A whole head of a request is right.</summary>
    Head,

    /// <summary>A request was handled.</summary>
    Request,

    /// <summary>Several were, one behind the other.</summary>
    Requests,
}
