using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Control.Devices;

/// <summary>A change to a drive that the guest has. What is null stays.</summary>
/// <param name="Id">Which drive.</param>
/// <param name="Path">Another file. With neither this nor a limit a vhost-user drive asks its process for its size again.</param>
/// <param name="Limit">The buckets to replace.</param>
internal sealed record DriveUpdate(string Id, string? Path = null, RateLimiterConfiguration? Limit = null);
