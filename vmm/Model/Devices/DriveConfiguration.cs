using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A drive: a file of the host, or a process that serves it over a vhost-user socket.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsRoot">Whether the guest boots from it.</param>
internal sealed record DriveConfiguration(string Id, bool IsRoot)
{
    /// <summary>The partition that the guest boots from, by its unique id; or null for the whole drive.</summary>
    internal string? PartitionUuid { get; init; }

    /// <summary>What becomes of the guest's flushes.</summary>
    internal DriveCache Cache { get; init; }

    /// <summary>Whether the guest may only read; null when nobody said.</summary>
    internal bool? IsReadOnly { get; init; }

    /// <summary>The file; or null. In a jail, a path of the jail.</summary>
    internal string? Path { get; init; }

    /// <summary>How fast the guest may use it; or null.</summary>
    internal RateLimiterConfiguration? Limit { get; init; }

    /// <summary>How the file is read and written; null when nobody said.</summary>
    internal DriveEngine? Engine { get; init; }

    /// <summary>The vhost-user socket; or null. In a jail, a path of the jail.</summary>
    internal string? Socket { get; init; }

    /// <summary>
    /// Why it is no drive, or none of this version, in the words that clients match; null when it is one. A file is the monitor's own to
    /// limit and to protect, what is behind a socket is not.
    /// </summary>
    internal string? ReasonAgainst => this switch
    {
        { Path: not null, Socket: null } => null,
        { Socket: not null, Path: null, IsReadOnly: null, Limit: null, Engine: null } =>
            "socket is not part of this version of Kiln; name a file as path_on_host",
        _ => "Unable to create the virtio block device: Invalid block config.",
    };
}

/// <summary>What becomes of a guest's flushes.</summary>
internal enum DriveCache
{
    /// <summary>The guest is offered none: the host writes when it likes.</summary>
    Unsafe,

    /// <summary>A flush of the guest waits until the host has written.</summary>
    Writeback,
}

/// <summary>How a drive's file is read and written.</summary>
internal enum DriveEngine
{
    /// <summary>One request after the other.</summary>
    Sync,

    /// <summary>Many at once, by io_uring.</summary>
    Async,
}

/// <summary>A change to a drive that the guest has. What is null stays.</summary>
/// <param name="Id">Which drive.</param>
/// <param name="Path">Another file. With neither this nor a limit a vhost-user drive asks its process for its size again.</param>
/// <param name="Limit">The buckets to replace.</param>
internal sealed record DriveUpdate(string Id, string? Path = null, RateLimiterConfiguration? Limit = null);
