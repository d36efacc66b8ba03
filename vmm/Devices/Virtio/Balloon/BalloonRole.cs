namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>What a queue of a balloon is for (Virtio 1.2, 5.5.2). The first two have these numbers in every balloon.</summary>
internal enum BalloonRole
{
    /// <summary>The guest gives pages.</summary>
    Inflation,

    /// <summary>The guest takes pages back.</summary>
    Deflation,

    /// <summary>The guest tells how it uses its memory.</summary>
    Statistics,

    /// <summary>The guest names free pages on request.</summary>
    Hinting,

    /// <summary>The guest names pages as they become free.</summary>
    Reporting,

    /// <summary>The driver does not use the queue.</summary>
    None,
}
