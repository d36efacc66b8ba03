namespace Kiln.Fuzz.Targets;

/// <summary>The stages of a client's bytes.</summary>
internal enum HttpStage
{
    Bytes,

    /// <summary>The stream begins with a request line.</summary>
    RequestLine,

    /// <summary>A complete header section is valid.</summary>
    Head,

    /// <summary>A request was handled.</summary>
    Request,

    /// <summary>Several requests were handled.</summary>
    Requests,
}
