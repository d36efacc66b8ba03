namespace Kiln.Vmm.Api.Http;

/// <summary>How far a request's head has been read.</summary>
internal enum HeadProgress
{
    /// <summary>More of it must come.</summary>
    Incomplete,

    /// <summary>Up to the empty line.</summary>
    Complete,

    /// <summary>It is none; the reason was written.</summary>
    Failed,
}
