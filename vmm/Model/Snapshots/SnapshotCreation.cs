namespace Kiln.Vmm.Model.Snapshots;

/// <summary>Asks for a snapshot of a microVM that stands still.</summary>
/// <param name="StatePath">The file for all but the memory; in a jail, a path of the jail.</param>
/// <param name="MemoryPath">The file for the memory; in a jail, a path of the jail.</param>
/// <param name="Kind">How much of the memory.</param>
internal sealed record SnapshotCreation(string StatePath, string MemoryPath, SnapshotKind Kind = SnapshotKind.Full);

/// <summary>How much of a guest's memory a snapshot has.</summary>
internal enum SnapshotKind
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>What was written since the last one.</summary>
    Diff,
}
