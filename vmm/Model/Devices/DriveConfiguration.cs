using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A drive, backed by a file of the host or by a vhost-user process.</summary>
/// <param name="IsRoot">Whether the guest boots from it.</param>
internal sealed partial record DriveConfiguration(string Id, bool IsRoot) : IIdentified
{
    /// <summary>The PARTUUID of the root partition, or null if the whole drive is the root.</summary>
    internal string? PartitionUuid { get; init; }

    /// <summary>How the guest's flushes are handled.</summary>
    internal DriveCache Cache { get; init; }

    /// <summary>Whether the drive is read-only; null if unspecified.</summary>
    internal bool? IsReadOnly { get; init; }

    /// <summary>The backing file, or null; in a jail, relative to the jail's root.</summary>
    internal string? Path { get; init; }

    /// <summary>The rate limit, or null.</summary>
    internal RateLimiterConfiguration? Limit { get; init; }

    /// <summary>The I/O engine; null if unspecified.</summary>
    internal DriveEngine? Engine { get; init; }

    /// <summary>Whether the file is locked; null if unspecified, which means that it is.</summary>
    internal DriveLock? Lock { get; init; }

    /// <summary>The vhost-user socket, or null; in a jail, relative to the jail's root.</summary>
    internal string? Socket { get; init; }

    /// <summary>
    /// Why the drive is invalid, or not supported by this version, as an error message that clients match; null if it is valid. Only properties of
    /// a file, such as its rate limit, are under the monitor's control; a vhost-user drive cannot have them.
    /// </summary>
    internal string? ReasonAgainst => this switch
    {
        { Path: not null, Socket: null } => null,
        { Socket: not null, Path: null, IsReadOnly: null, Limit: null, Engine: null, Lock: null } =>
            "socket is not part of this version of Kiln; name a file as path_on_host",
        _ => "Unable to create the virtio block device: Invalid block config.",
    };
}

/// <summary>How a guest's flushes are handled.</summary>
internal enum DriveCache
{
    /// <summary>VIRTIO_BLK_F_FLUSH is not offered: the host writes back whenever it likes.</summary>
    Unsafe,

    /// <summary>A flush by the guest waits until the host has written the data back.</summary>
    Writeback,
}

/// <summary>The I/O engine of a drive.</summary>
internal enum DriveEngine
{
    /// <summary>Synchronous: one request after the other.</summary>
    Sync,

    /// <summary>Asynchronous: many requests at once, using io_uring.</summary>
    Async,
}

/// <summary>An update of a drive while the guest runs. A property that is null stays as it is.</summary>
/// <param name="Path">A new backing file. An update with neither a path nor a limit makes a vhost-user drive read its configuration again.</param>
/// <param name="Limit">The token buckets to replace.</param>
internal sealed record DriveUpdate(string Id, string? Path = null, RateLimiterConfiguration? Limit = null);
