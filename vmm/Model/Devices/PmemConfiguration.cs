using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A file of the host that the guest has as memory.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Path">The file; in a jail, a path of the jail.</param>
internal sealed record PmemConfiguration(string Id, string Path)
{
    /// <summary>Whether the guest boots from it.</summary>
    internal bool IsRoot { get; init; }

    /// <summary>Whether the guest may only read.</summary>
    internal bool IsReadOnly { get; init; }

    /// <summary>How often the guest may flush it; or null.</summary>
    internal RateLimiterConfiguration? Limit { get; init; }
}

/// <summary>A change to a file that the guest has as memory.</summary>
/// <param name="Id">Which.</param>
/// <param name="Limit">The buckets to replace; null changes nothing, whatever the id.</param>
internal sealed record PmemUpdate(string Id, RateLimiterConfiguration? Limit = null);
