using Kiln.Linux.Errors;

namespace Kiln.Vmm.Devices.Virtio.Block;

// The lock that keeps two monitors from writing one image.
internal sealed partial class BackingFile
{
    /// <summary>Whether this file holds a lock, by <see cref="TryLock"/>.</summary>
    internal bool IsLocked { get; private set; }

    /// <summary>Whether it is a block device that somebody else has opened exclusively; looked at only if this one was to be, too.</summary>
    internal bool IsTaken { get; private init; }

    /// <summary>Whether another path leads to the same file: for a block device, the same device.</summary>
    internal bool IsSameAs(BackingFile other) => (_status.IsBlockDevice && other._status.IsBlockDevice)
        ? _status.DeviceNumber == other._status.DeviceNumber
        : _status.IsSameFile(other._status);

    /// <summary>Locks the file against other processes that write it and, unless it is read-only, against all that use it.</summary>
    /// <param name="present">
    /// The file that this one will replace, or null. If both are the same file and it is locked, its lock is passed on, and nobody else can have it
    /// in between.
    /// </param>
    /// <returns>Null, or why it is not locked.</returns>
    internal LockFailure? TryLock(BackingFile? present = null)
    {
        LockFailure? failure = null;
        bool isPassed = present is { IsLocked: true } && IsSameAs(present);
        if (isPassed && !IsReadOnly && !present!.IsReadOnly)
        {
            // The lock belongs to the open file, and a second one could not have it beside: go on with the first.
            _file!.Dispose();
            _file = present._file;
            _isShared = true;
        }
        else if (IsTaken)
        {
            failure = new LockFailure(Errno.EBUSY);
        }
        else
        {
            failure = isPassed && IsReadOnly != present!.IsReadOnly
                ? ImageLock.Pass(present.Descriptor, Descriptor, IsReadOnly, _length)
                : ImageLock.Take(Descriptor, IsReadOnly, _length);
        }
        IsLocked = failure is null;
        return failure;
    }

    private void Unlock()
    {
        if (IsLocked && _file is not null)
        {
            ImageLock.Release(_file.Descriptor);
        }
        IsLocked = false;
    }
}
