using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Why a drive's file is not locked.</summary>
/// <param name="Errno">EBUSY for a block device that somebody has opened exclusively, EAGAIN for a file that somebody has locked.</param>
/// <param name="Holder">
/// Whether the one that has locked it writes (F_WRLCK) or only reads (F_RDLCK); null if it is not known. The kernel does not tell which process
/// it is.
/// </param>
internal readonly record struct LockFailure(Errno Errno, RangeLockType? Holder = null)
{
    /// <summary>Whether somebody else uses the file.</summary>
    internal bool IsConflict => Errno == Errno.EAGAIN || Errno == Errno.EACCES || IsDevice;

    /// <summary>Whether it is a block device that somebody else has opened exclusively, as a mount does too.</summary>
    internal bool IsDevice => Errno == Errno.EBUSY;

    /// <summary>Whether the file system has no locks, or the host has none left.</summary>
    internal bool IsUnsupported => Errno == Errno.ENOLCK || Errno == Errno.EOPNOTSUPP;

    /// <summary>How the other uses the file, in parentheses; empty if it is not known.</summary>
    internal string HolderText => (IsDevice, Holder) switch
    {
        (true, _) => " (exclusively)",
        (_, RangeLockType.F_WRLCK) => " (read-write)",
        (_, RangeLockType.F_RDLCK) => " (read-only)",
        _ => "",
    };
}
