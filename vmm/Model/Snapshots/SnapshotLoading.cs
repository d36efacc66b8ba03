namespace Kiln.Vmm.Model.Snapshots;

/// <summary>Asks for a microVM as it was when a snapshot was made.</summary>
/// <param name="StatePath">The file with all but the memory; in a jail, a path of the jail.</param>
internal sealed record SnapshotLoading(string StatePath)
{
    /// <summary>The file with the memory; or null. Deprecated.</summary>
    internal string? MemoryPath { get; init; }

    /// <summary>Where the memory comes from; or null.</summary>
    internal MemoryBackend? Memory { get; init; }

    /// <summary>The deprecated name of <see cref="TrackDirtyPages"/>; one of the two is enough.</summary>
    internal bool EnableDiffSnapshots { get; init; }

    /// <summary>Whether writes of the guest are recorded.</summary>
    internal bool TrackDirtyPages { get; init; }

    /// <summary>Whether the guest goes on at once.</summary>
    internal bool Resume { get; init; }

    /// <summary>TAP devices in place of the snapshot's.</summary>
    internal IReadOnlyList<NetworkOverride> Networks { get; init; } = [];

    /// <summary>A vsock's socket in place of the snapshot's; or null. In a jail, a path of the jail.</summary>
    internal string? VsockPath { get; init; }

    /// <summary>Whether the guest's clock is set to the host's.</summary>
    internal bool SetsClock { get; init; }

    /// <summary>What pages the host gives for memory.</summary>
    internal RestoredPages Pages { get; init; }

    /// <summary>
    /// Why it names no memory, or two; null when it names one. To clients this is a mistake in the body like those of its syntax, but it
    /// has no line and column.
    /// </summary>
    internal string? ReasonAgainst => this switch
    {
        { Memory: null, MemoryPath: null } => "missing field: either `mem_backend` or `mem_file_path` is required",
        { Memory: not null, MemoryPath: not null } => "too many fields: either `mem_backend` or `mem_file_path` exclusively is required",
        _ => null,
    };
}

/// <summary>Where a guest's memory comes from when it is restored.</summary>
/// <param name="Path">The file, or the socket of the process; in a jail, a path of the jail.</param>
/// <param name="Kind">Which of the two.</param>
internal sealed record MemoryBackend(string Path, MemoryBackendKind Kind);

/// <summary>Where a guest's memory comes from when it is restored.</summary>
internal enum MemoryBackendKind
{
    /// <summary>From a file, page by page as it is used.</summary>
    File,

    /// <summary>From a process that answers page faults.</summary>
    Uffd,
}

/// <summary>Another TAP device than the one that a snapshot names.</summary>
/// <param name="Id">The network interface.</param>
/// <param name="HostDevice">The TAP device.</param>
internal sealed record NetworkOverride(string Id, string HostDevice);
