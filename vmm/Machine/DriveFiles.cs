using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The backing files of the drives, opened and locked when a drive is configured: the guest gets exactly those files, however often the start is
/// retried. Each keeps a fixed descriptor number for the monitor's lifetime, so that a seccomp filter can name it. The vmm thread owns it.
/// </summary>
/// <param name="first">The first descriptor number; <see cref="DescriptorNumbers.FirstDrive"/> outside tests.</param>
internal sealed class DriveFiles(int first = DescriptorNumbers.FirstDrive) : IDisposable
{
    /// <summary>The most files: as many as a machine can have virtio devices.</summary>
    internal const int Capacity = MachineRules.MostVirtioDevices;

    // The ring of a monitor that was killed keeps the locks of its drives until its last write is done and the kernel has taken it down, which was
    // measured to take up to 50 ms after the end of the process.
    private const int LockAttempts = 25;
    private const int LockPauseMilliseconds = 10;

    private readonly Dictionary<string, (DriveConfiguration Drive, BackingFile File)> _files = [];

    /// <summary>The backing file of a drive.</summary>
    /// <param name="id">ID of a configured drive.</param>
    internal BackingFile this[string id] => _files[id].File;

    /// <summary>Opens and locks a drive's file, replacing the file of a drive with the same ID.</summary>
    /// <param name="drive">The drive, which must be backed by a file.</param>
    /// <returns>Null on success, otherwise the reason, which clients match; nothing has changed then.</returns>
    internal string? Open(DriveConfiguration drive)
    {
        BackingFile? present = _files.TryGetValue(drive.Id, out var entry) ? entry.File : null;
        if (TryOpen(drive, present, LockAttempts, out BackingFile? file) is { } reason)
        {
            return reason;
        }
        if (present is not null)
        {
            file!.Replace(present);
        }
        else if (_files.Count == Capacity)
        {
            // The start will be refused for too many devices, so do not keep the file open.
            file!.Dispose();
            return null;
        }
        else if (file!.TryPlace(first + _files.Count) is { } refusal)
        {
            file.Dispose();
            return refusal;
        }
        Keep(drive, file);
        return null;
    }

    /// <summary>Replaces the file of a drive while the guest runs.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, otherwise the reason, which clients match; nothing has changed then.</returns>
    internal string? Replace(string id, string path, IDriveControl drive)
    {
        (DriveConfiguration configuration, BackingFile present) = _files[id];
        configuration = configuration with { Path = path };
        // The guest does not wait for a lock.
        if (TryOpen(configuration, present, 1, out BackingFile? file) is { } reason)
        {
            return reason;
        }
        if (drive.Replace(file!) is { } refusal)
        {
            file!.Dispose();
            return refusal;
        }
        file!.Replace(present);
        Keep(configuration, file);
        return null;
    }

    public void Dispose()
    {
        foreach ((_, BackingFile file) in _files.Values)
        {
            file.Dispose();
        }
        _files.Clear();
    }

    private string? TryOpen(DriveConfiguration drive, BackingFile? present, int attempts, out BackingFile? file)
    {
        DriveLock mode = drive.Lock ?? DriveLock.On;
        bool isReadOnly = drive.IsReadOnly ?? false;
        while (true)
        {
            if (BackingFile.TryOpen(drive.Path!, isReadOnly, out file, isExclusive: mode != DriveLock.Off && !isReadOnly) is { } reason)
            {
                return reason;
            }
            if (mode == DriveLock.Off || file!.TryLock(present) is not { } failure)
            {
                return null;
            }
            string? other = failure.IsConflict ? OtherDriveOn(file, drive.Id) : null;
            if (failure.IsConflict && other is null && --attempts > 0)
            {
                file.Dispose();
                CurrentThread.Sleep(LockPauseMilliseconds);
                continue;
            }
            DriveLockRefusal refusal = new(drive, failure, other);
            if (mode == DriveLock.Warn || failure.IsUnsupported)
            {
                Log.Warning(Module.Block, $"{refusal.Warning}");
                return null;
            }
            file.Dispose();
            return refusal.Reason;
        }
    }

    private string? OtherDriveOn(BackingFile file, string id)
    {
        foreach ((DriveConfiguration drive, BackingFile other) in _files.Values)
        {
            if (drive.Id != id && other.IsLocked && other.IsSameAs(file))
            {
                return drive.Id;
            }
        }
        return null;
    }

    private void Keep(DriveConfiguration drive, BackingFile file)
    {
        _files[drive.Id] = (drive, file);
        if (file.Remainder > 0)
        {
            Log.Warning(
                Module.Block,
                $"the last {file.Remainder} bytes of {Excerpt.OfPath(file.Path)} do not fill a sector of 512 bytes: the guest does not see them");
        }
    }
}
