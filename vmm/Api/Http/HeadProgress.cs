namespace Kiln.Vmm.Api.Http;

/// <summary>The result of parsing a request's head.</summary>
internal enum HeadProgress
{
    /// <summary>More input is needed.</summary>
    Incomplete,

    /// <summary>The head is complete and valid.</summary>
    Complete,

    /// <summary>The head is complete, but the request is refused; the reason has been recorded.</summary>
    Refused,

    /// <summary>The head is malformed, so that the end of the request is unknown; the reason has been recorded.</summary>
    Failed,
}
