using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The files of the drives, opened when they are configured: what the client named then is what the guest gets, however often the start is
/// tried. Each has a descriptor number of its own for as long as the monitor lives, so that a filter can name them. The vmm thread's.
/// </summary>
/// <param name="first">The first of these numbers; <see cref="DescriptorNumbers.FirstDrive"/> outside tests.</param>
internal sealed class DriveFiles(int first = DescriptorNumbers.FirstDrive) : IDisposable
{
    /// <summary>How many there can be: a machine has no room for more devices.</summary>
    internal const int Capacity = MachineRules.MostVirtioDevices;

    private readonly Dictionary<string, BackingFile> _files = [];

    /// <summary>The file of a drive.</summary>
    /// <param name="id">A drive that was configured.</param>
    internal BackingFile this[string id] => _files[id];

    /// <summary>Opens the file of a drive, in place of the one of the same id.</summary>
    /// <param name="drive">The drive; it is a file's.</param>
    /// <returns>Null, or why not, in the words that clients match; then nothing has changed.</returns>
    internal string? Open(DriveConfiguration drive)
    {
        if (BackingFile.TryOpen(drive.Path!, drive.IsReadOnly ?? false, out BackingFile? file) is { } reason)
        {
            return reason;
        }
        if (_files.TryGetValue(drive.Id, out BackingFile? present))
        {
            file!.Replace(present);
        }
        else if (_files.Count == Capacity)
        {
            // The start will be refused: there is no use in holding it open.
            file!.Dispose();
            return null;
        }
        else if (file!.TryPlace(first + _files.Count) is { } refusal)
        {
            file.Dispose();
            return refusal;
        }
        Keep(drive.Id, file);
        return null;
    }

    /// <summary>Gives a drive of the running guest another file.</summary>
    /// <param name="id">The drive.</param>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <param name="drive">The drive's device.</param>
    /// <returns>Null, or why not, in the words that clients match; then nothing has changed.</returns>
    internal string? Replace(string id, string path, IDriveControl drive)
    {
        BackingFile present = _files[id];
        if (BackingFile.TryOpen(path, present.IsReadOnly, out BackingFile? file) is { } reason)
        {
            return reason;
        }
        if (drive.Replace(file!) is { } refusal)
        {
            file!.Dispose();
            return refusal;
        }
        file!.Replace(present);
        Keep(id, file);
        return null;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (BackingFile file in _files.Values)
        {
            file.Dispose();
        }
        _files.Clear();
    }

    private void Keep(string id, BackingFile file)
    {
        _files[id] = file;
        if (file.Remainder > 0)
        {
            Log.Warning(
                Module.Block,
                $"the last {file.Remainder} bytes of {Excerpt.OfPath(file.Path)} are no whole sector of 512 bytes: the guest does not see them");
        }
    }
}
