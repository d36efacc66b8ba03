namespace Kiln.Vmm.Model.Snapshots;

/// <summary>The pages of the host that back the memory of a restored guest.</summary>
internal enum RestoredPages
{
    /// <summary>The same as when the snapshot was created.</summary>
    Snapshot,

    /// <summary>Pages of 4 KiB.</summary>
    None,

    /// <summary>Transparent huge pages where the host has them.</summary>
    Transparent,

    /// <summary>Pages of 2 MiB from the host's hugetlbfs pool.</summary>
    Reserved,
}
