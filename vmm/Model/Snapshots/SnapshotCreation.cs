namespace Kiln.Vmm.Model.Snapshots;

/// <summary>A request to create a snapshot of a paused microVM.</summary>
/// <param name="StatePath">The file for the state except memory; in a jail, relative to the jail's root.</param>
/// <param name="MemoryPath">The file for guest memory; in a jail, relative to the jail's root.</param>
internal sealed record SnapshotCreation(string StatePath, string MemoryPath, SnapshotKind Kind = SnapshotKind.Full)
{
    /// <summary>Why it cannot be created; null if it can.</summary>
    internal string? ReasonAgainst => StatePath == MemoryPath ? "snapshot_path and mem_file_path name the same file; name two" : null;
}

/// <summary>How much of guest memory a snapshot contains.</summary>
internal enum SnapshotKind
{
    /// <summary>All of guest memory.</summary>
    Full,

    /// <summary>The pages written since the previous snapshot.</summary>
    Diff,
}
