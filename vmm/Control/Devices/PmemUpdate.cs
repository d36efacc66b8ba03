using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Control.Devices;

/// <summary>A change to a file that the guest has as memory.</summary>
/// <param name="Id">Which.</param>
/// <param name="Limit">The buckets to replace; null changes nothing, whatever the id.</param>
internal sealed record PmemUpdate(string Id, RateLimiterConfiguration? Limit = null);
