namespace Kiln.Vmm.Control.Devices;

/// <summary>A balloon, by which the host takes memory back from the guest.</summary>
/// <param name="Mebibytes">How much it takes, in MiB.</param>
/// <param name="DeflateOnOom">Whether the guest may have it back when it runs out of memory.</param>
internal sealed record BalloonConfiguration(uint Mebibytes, bool DeflateOnOom)
{
    /// <summary>The seconds from one report of the guest to the next; 0 for none.</summary>
    internal ushort StatisticsSeconds { get; init; }

    /// <summary>Whether the guest names pages that it does not use when it is asked.</summary>
    internal bool HasHinting { get; init; }

    /// <summary>Whether the guest names pages that it does not use by itself.</summary>
    internal bool HasReporting { get; init; }
}
