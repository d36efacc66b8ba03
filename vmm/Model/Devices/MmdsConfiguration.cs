namespace Kiln.Vmm.Model.Devices;

/// <summary>The configuration of the microVM metadata service.</summary>
/// <param name="Interfaces">The ids of the network interfaces that can reach the service.</param>
internal sealed partial record MmdsConfiguration(string[] Interfaces)
{
    /// <summary>The address of the service unless another is configured: 169.254.169.254.</summary>
    internal static readonly Ipv4Address DefaultAddress = new(0xA9FE_A9FE);

    /// <summary>The version of the protocol.</summary>
    internal MmdsVersion Version { get; init; }

    /// <summary>The address of the service.</summary>
    internal Ipv4Address Address { get; init; } = DefaultAddress;

    /// <summary>Whether answers have the format of the EC2 instance metadata service, whatever format is requested.</summary>
    internal bool IsImdsCompatible { get; init; }

    /// <summary>Why the configuration is invalid, as an error message that clients match; null if it is valid.</summary>
    /// <param name="known">Whether there is an interface with an id.</param>
    internal string? ReasonAgainst(Predicate<string> known) => this switch
    {
        { Address.IsLinkLocal: false } => "The MMDS IPv4 address is not link local.",
        { Interfaces: [] } => "The list of network interface IDs that allow forwarding MMDS requests is empty.",
        _ when !Array.TrueForAll(Interfaces, known) =>
            "The list of network interface IDs provided contains at least one ID that does not correspond to any existing network interface.",
        _ => null,
    };

    /// <summary>Returns the configuration without an interface; null when there is none left.</summary>
    internal MmdsConfiguration? Without(string id)
    {
        string[] left = Array.FindAll(Interfaces, other => other != id);
        return left.Length == 0 ? null : this with { Interfaces = left };
    }

    /// <summary>The address at which an interface reaches the service; null if it does not.</summary>
    internal Ipv4Address? AddressFor(string id) => Array.IndexOf(Interfaces, id) >= 0 ? Address : null;
}

/// <summary>The versions of the metadata protocol.</summary>
internal enum MmdsVersion
{
    /// <summary>Requests without a token; deprecated.</summary>
    V1,

    /// <summary>Requests with a session token.</summary>
    V2,
}
