using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A pmem device: a file of the host that the guest maps as memory.</summary>
/// <param name="Path">The backing file; in a jail, relative to the jail's root.</param>
internal sealed record PmemConfiguration(string Id, string Path)
{
    /// <summary>Whether it is the root device.</summary>
    internal bool IsRoot { get; init; }

    /// <summary>Whether the device is read-only.</summary>
    internal bool IsReadOnly { get; init; }

    /// <summary>The rate limit for flushes, or null.</summary>
    internal RateLimiterConfiguration? Limit { get; init; }
}

/// <summary>An update of a pmem device while the guest runs.</summary>
/// <param name="Limit">The token buckets to replace; null changes nothing, whatever the id.</param>
internal sealed record PmemUpdate(string Id, RateLimiterConfiguration? Limit = null);
