using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Control.Devices;

/// <summary>A change to a network interface that the guest has. What is null stays.</summary>
/// <param name="Id">Which interface.</param>
/// <param name="ReceiveLimit">The buckets to replace of what the guest receives.</param>
/// <param name="SendLimit">The buckets to replace of what the guest sends.</param>
internal sealed record NetworkInterfaceUpdate(
    string Id, RateLimiterConfiguration? ReceiveLimit = null, RateLimiterConfiguration? SendLimit = null);
