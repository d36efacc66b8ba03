namespace Kiln.Vmm.Model.Devices;

/// <summary>How the guest reaches its metadata.</summary>
/// <param name="Interfaces">The network interfaces, by their ids, from which it can ask.</param>
internal sealed record MmdsConfiguration(IReadOnlyList<string> Interfaces)
{
    /// <summary>How it asks.</summary>
    internal MmdsVersion Version { get; init; }

    /// <summary>The address that answers; null for the default.</summary>
    internal Ipv4Address? Address { get; init; }

    /// <summary>Whether answers are those of Amazon's service, whatever form is asked for.</summary>
    internal bool IsImdsCompatible { get; init; }

    /// <summary>Why it cannot be so, in the words that clients match; null when it can, if the interfaces exist.</summary>
    internal string? ReasonAgainst => this switch
    {
        { Interfaces: [] } => "The list of network interface IDs that allow forwarding MMDS requests is empty.",
        { Address.IsLinkLocal: false } => "The MMDS IPv4 address is not link local.",
        _ => null,
    };
}

/// <summary>How a guest asks for its metadata.</summary>
internal enum MmdsVersion
{
    /// <summary>By a request alone. Deprecated.</summary>
    V1,

    /// <summary>With a token that it asks for first.</summary>
    V2,
}
