namespace Kiln.Fuzz.Targets.Snapshot;

/// <summary>How far into the state file of a snapshot a check gets.</summary>
internal enum SnapshotStage
{
    Bytes,

    /// <summary>Magic, version and checksum are valid.</summary>
    Origin,

    /// <summary>It was saved by a monitor of this architecture.</summary>
    Configuration,

    /// <summary>The configuration is one that a machine can have.</summary>
    Machine,

    /// <summary>Memory, interrupts and addresses are those of the configuration.</summary>
    Processors,

    /// <summary>Processors and chips have their format.</summary>
    Devices,

    /// <summary>Every device has taken its state.</summary>
    Loaded,
}
