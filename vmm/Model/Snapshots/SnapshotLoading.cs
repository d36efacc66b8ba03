using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model.Snapshots;

/// <summary>A request to restore a microVM from a snapshot.</summary>
/// <param name="StatePath">The file with the state except memory; in a jail, relative to the jail's root.</param>
internal sealed record SnapshotLoading(string StatePath)
{
    /// <summary>The file with guest memory, or null; deprecated.</summary>
    internal string? MemoryPath { get; init; }

    /// <summary>The source of guest memory, or null.</summary>
    internal MemoryBackend? Memory { get; init; }

    /// <summary>The deprecated name of <see cref="TrackDirtyPages"/>; either one is enough.</summary>
    internal bool EnableDiffSnapshots { get; init; }

    /// <summary>Whether KVM logs which pages of guest memory are written.</summary>
    internal bool TrackDirtyPages { get; init; }

    /// <summary>Whether to resume the guest at once.</summary>
    internal bool Resume { get; init; }

    /// <summary>TAP devices that replace those of the snapshot.</summary>
    internal IReadOnlyList<NetworkOverride> Networks { get; init; } = [];

    /// <summary>Backing files that replace those of the snapshot's drives.</summary>
    internal IReadOnlyList<DriveOverride> Drives { get; init; } = [];

    /// <summary>The vsock's unix socket that replaces the snapshot's, or null; in a jail, relative to the jail's root.</summary>
    internal string? VsockPath { get; init; }

    /// <summary>Whether to set the guest's clock to the host's.</summary>
    internal bool SetsClock { get; init; }

    /// <summary>The pages of the host that back guest memory.</summary>
    internal RestoredPages Pages { get; init; }

    /// <summary>Whether KVM logs which pages of guest memory are written, by either name.</summary>
    internal bool TracksDirtyPages => TrackDirtyPages || EnableDiffSnapshots;

    /// <summary>The file with guest memory, by either name; in a jail, relative to the jail's root.</summary>
    internal string MemoryFile => Memory?.Path ?? MemoryPath!;

    /// <summary>
    /// Why the source of memory is missing or ambiguous; null if there is exactly one. Clients see an error in the body like a syntax error, but
    /// without line and column.
    /// </summary>
    internal string? ReasonAgainst => this switch
    {
        { Memory: null, MemoryPath: null } => "missing field: either `mem_backend` or `mem_file_path` is required",
        { Memory: not null, MemoryPath: not null } => "too many fields: either `mem_backend` or `mem_file_path` exclusively is required",
        _ => null,
    };
}

/// <summary>The source of a restored guest's memory.</summary>
/// <param name="Path">The file, or the socket of the page fault handler; in a jail, relative to the jail's root.</param>
/// <param name="Kind">Whether the path is a file or a socket.</param>
internal sealed record MemoryBackend(string Path, MemoryBackendKind Kind);

/// <summary>The kinds of sources of a restored guest's memory.</summary>
internal enum MemoryBackendKind
{
    /// <summary>A file, mapped and loaded page by page on access.</summary>
    File,

    /// <summary>A process that handles page faults by userfaultfd.</summary>
    Uffd,
}

/// <summary>A backing file that replaces the one in a snapshot.</summary>
/// <param name="Path">The file; in a jail, relative to the jail's root.</param>
/// <param name="Lock">Whether the file is locked; null for as saved.</param>
internal sealed record DriveOverride(string Id, string Path, DriveLock? Lock = null);

/// <summary>A TAP device that replaces the one in a snapshot.</summary>
internal sealed record NetworkOverride(string Id, string HostDevice);
