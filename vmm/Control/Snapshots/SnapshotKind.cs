namespace Kiln.Vmm.Control.Snapshots;

/// <summary>How much of a guest's memory a snapshot has.</summary>
internal enum SnapshotKind
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>What was written since the last one.</summary>
    Diff,
}
