namespace Kiln.Vmm.Model.Devices;

/// <summary>A balloon device, with which the host reclaims memory of the guest.</summary>
/// <param name="Mebibytes">The target size in MiB.</param>
/// <param name="DeflateOnOom">Whether the balloon deflates when the guest runs out of memory.</param>
internal sealed partial record BalloonConfiguration(uint Mebibytes, bool DeflateOnOom)
{
    /// <summary>Pages of a MiB: a balloon counts 4 KiB each.</summary>
    internal const uint PagesPerMebibyte = 256;

    /// <summary>The largest target in MiB whose pages a balloon can count, in 32 bits.</summary>
    internal const uint MostMebibytes = uint.MaxValue / PagesPerMebibyte;

    /// <summary>The seconds between the guest's statistics; 0 for none.</summary>
    internal ushort StatisticsSeconds { get; init; }

    /// <summary>Whether the guest reports free pages on request (free page hinting).</summary>
    internal bool HasHinting { get; init; }

    /// <summary>Whether the guest reports free pages continuously (free page reporting).</summary>
    internal bool HasReporting { get; init; }

    /// <summary>Why a guest cannot have the balloon, as an error message that clients match; null if it can.</summary>
    /// <param name="memoryMebibytes">The guest's memory in MiB.</param>
    internal string? ReasonAgainst(ulong memoryMebibytes) => Mebibytes switch
    {
        _ when Mebibytes > memoryMebibytes => "Amount of pages requested is too large.",
        > MostMebibytes => $"Error creating the balloon device: Requested memory should be less than {MostMebibytes}MiB",
        _ => null,
    };
}

/// <summary>Starts a run of free page hinting.</summary>
/// <param name="AcknowledgeOnStop">Whether the guest may use the pages again once it has reported all.</param>
internal sealed record BalloonHinting(bool AcknowledgeOnStop = true);

/// <summary>Changes the interval of a balloon's statistics.</summary>
/// <param name="Seconds">The new interval in seconds; 0 for none.</param>
internal sealed record BalloonStatisticsUpdate(ushort Seconds);

/// <summary>Changes the size of a balloon.</summary>
/// <param name="Mebibytes">The new target size in MiB.</param>
internal sealed record BalloonUpdate(uint Mebibytes);
