using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A network interface of the guest, behind a TAP device of the host.</summary>
/// <param name="Id">Its id.</param>
/// <param name="HostDevice">The name of the TAP device.</param>
internal sealed record NetworkInterfaceConfiguration(string Id, string HostDevice)
{
    // The least that IPv4 asks of a link. A 16-bit number cannot be more than the most.
    private const ushort SmallestMtu = 68;

    /// <summary>The address that the guest is told; or null.</summary>
    internal MacAddress? Address { get; init; }

    /// <summary>The longest packet that the guest is told; or null.</summary>
    internal ushort? Mtu { get; init; }

    /// <summary>How fast the guest may receive; or null.</summary>
    internal RateLimiterConfiguration? ReceiveLimit { get; init; }

    /// <summary>How fast the guest may send; or null.</summary>
    internal RateLimiterConfiguration? SendLimit { get; init; }

    /// <summary>Why no interface can be so, in the words that clients match; null when one can.</summary>
    internal string? ReasonAgainst => Mtu < SmallestMtu ? $"MTU {Mtu} is out of range [{SmallestMtu}, {ushort.MaxValue}]" : null;
}

/// <summary>A change to a network interface that the guest has. What is null stays.</summary>
/// <param name="Id">Which interface.</param>
/// <param name="ReceiveLimit">The buckets to replace of what the guest receives.</param>
/// <param name="SendLimit">The buckets to replace of what the guest sends.</param>
internal sealed record NetworkInterfaceUpdate(
    string Id, RateLimiterConfiguration? ReceiveLimit = null, RateLimiterConfiguration? SendLimit = null);
