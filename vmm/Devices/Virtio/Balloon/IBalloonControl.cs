using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// What a client may ask of a balloon while the guest runs. On the vmm thread, between two events. Each change returns null on success, otherwise why
/// it is refused, which clients match; nothing has changed then.
/// </summary>
internal interface IBalloonControl
{
    /// <summary>What the balloon knows of its guest.</summary>
    BalloonReport Report { get; }

    /// <summary>Whether the configuration asks for statistics.</summary>
    bool HasStatistics { get; }

    /// <summary>Why hinting cannot be used; null if it can.</summary>
    string? ReasonAgainstHinting { get; }

    /// <summary>Asks the guest for another size.</summary>
    string? Resize(BalloonUpdate update);

    /// <summary>Changes how often the guest is asked for statistics.</summary>
    string? Change(BalloonStatisticsUpdate update);

    /// <summary>Asks the guest for its free pages.</summary>
    string? Start(BalloonHinting hinting);

    /// <summary>Ends a run of hinting: the guest may use the pages again.</summary>
    string? StopHinting();
}
