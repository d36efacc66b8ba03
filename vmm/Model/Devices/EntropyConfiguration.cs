using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A source of random numbers.</summary>
/// <param name="Limit">How fast the guest may have them; or null.</param>
internal sealed record EntropyConfiguration(RateLimiterConfiguration? Limit = null);
