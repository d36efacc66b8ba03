using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A network interface of the guest, backed by a TAP device of the host.</summary>
/// <param name="HostDevice">The name of the TAP device.</param>
internal sealed partial record NetworkInterfaceConfiguration(string Id, string HostDevice) : IIdentified
{
    // The minimum MTU of IPv4. The maximum is that of the 16-bit type.
    private const ushort SmallestMtu = 68;

    /// <summary>The MAC address that the guest sees, or null.</summary>
    internal MacAddress? Address { get; init; }

    /// <summary>The MTU that the guest sees, or null.</summary>
    internal ushort? Mtu { get; init; }

    /// <summary>The rate limit for receiving, or null.</summary>
    internal RateLimiterConfiguration? ReceiveLimit { get; init; }

    /// <summary>The rate limit for sending, or null.</summary>
    internal RateLimiterConfiguration? SendLimit { get; init; }

    /// <summary>Why the configuration is invalid, as an error message that clients match; null if it is valid.</summary>
    internal string? ReasonAgainst => Mtu < SmallestMtu ? $"MTU {Mtu} is out of range [{SmallestMtu}, {ushort.MaxValue}]" : null;
}

/// <summary>An update of a network interface while the guest runs. A property that is null stays as it is.</summary>
/// <param name="ReceiveLimit">The token buckets to replace for receiving.</param>
/// <param name="SendLimit">The token buckets to replace for sending.</param>
internal sealed record NetworkInterfaceUpdate(
    string Id, RateLimiterConfiguration? ReceiveLimit = null, RateLimiterConfiguration? SendLimit = null);
