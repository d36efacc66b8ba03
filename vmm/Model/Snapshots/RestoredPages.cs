namespace Kiln.Vmm.Model.Snapshots;

/// <summary>What pages the host gives for the memory of a guest that is restored.</summary>
internal enum RestoredPages
{
    /// <summary>Those that the snapshot was made with.</summary>
    Snapshot,

    /// <summary>Small ones.</summary>
    None,

    /// <summary>Huge ones where the host has them at hand.</summary>
    Transparent,

    /// <summary>Huge ones from the host's reserve.</summary>
    Reserved,
}
