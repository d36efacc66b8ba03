namespace Kiln.Vmm.Api.Http;

/// <summary>The methods that requests may have. A request has one; an answer can name several that would be allowed.</summary>
[Flags]
internal enum HttpMethod
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Reads.</summary>
    Get = 1,

    /// <summary>Sets, or acts.</summary>
    Put = 2,

    /// <summary>Changes in part.</summary>
    Patch = 4,

    /// <summary>Removes.</summary>
    Delete = 8,
}
