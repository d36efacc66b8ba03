namespace Kiln.Vmm.Model.Devices;

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

/// <summary>Asks the guest for the pages that it does not use.</summary>
/// <param name="AcknowledgeOnStop">Whether the guest is told that it can use them again when it has named all.</param>
internal sealed record BalloonHinting(bool AcknowledgeOnStop = true);

/// <summary>Another pace of a balloon's reports.</summary>
/// <param name="Seconds">The seconds from one to the next; 0 for none.</param>
internal sealed record BalloonStatisticsUpdate(ushort Seconds);

/// <summary>Another size of a balloon.</summary>
/// <param name="Mebibytes">How much it takes, in MiB.</param>
internal sealed record BalloonUpdate(uint Mebibytes);
