namespace Kiln.Vmm.Api.Http;

/// <summary>How far a request's head has been read.</summary>
internal enum HeadProgress
{
    /// <summary>More of it must come.</summary>
    Incomplete,

    /// <summary>Up to the empty line.</summary>
    Complete,

    /// <summary>Up to the empty line, and the request is not to be carried out; the reason was written.</summary>
    Refused,

    /// <summary>It is none, and nobody knows where the request ends; the reason was written.</summary>
    Failed,
}
