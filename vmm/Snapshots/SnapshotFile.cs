using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Snapshots;

/// <summary>
/// A file of a snapshot at a descriptor number that the filters know. A new one takes its name from nobody: a file that had it lives on for whoever has
/// it open or mapped, such as another machine that was loaded from it. The number holds the placeholder again once this object is disposed.
/// </summary>
internal sealed class SnapshotFile : IDisposable
{
    private const uint OwnersOnly = 0x180; // 0600: guest memory holds secrets.

    private SnapshotFile(int number) => Descriptor = new Descriptor(number);

    internal Descriptor Descriptor { get; }

    /// <summary>Creates a file. Nothing has its name.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <param name="number">Its descriptor number, of those for snapshots.</param>
    /// <returns>Null on success, otherwise why it cannot be created; EEXIST if the name is in use.</returns>
    internal static SystemError? TryCreate(string path, int number, out SnapshotFile? file) =>
        TryOpen(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL, number, out file);

    /// <summary>Opens a file for reading. A pipe without a writer is an empty file, and no endless wait.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <param name="number">Its descriptor number, of those for snapshots.</param>
    /// <returns>Null on success, otherwise why it cannot be opened.</returns>
    internal static SystemError? TryOpenToRead(string path, int number, out SnapshotFile? file) =>
        TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, number, out file);

    /// <summary>Waits until the names in the directory of a file are on the disk.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    internal static SystemError? TrySynchroniseDirectoryOf(string path, int number)
    {
        int end = path.LastIndexOf('/');
        string name = end < 0 ? "." : end == 0 ? "/" : path[..end];
        SystemError? error = TryOpen(name, LibC.O_RDONLY | LibC.O_DIRECTORY, number, out SnapshotFile? directory);
        using (directory)
        {
            return error ?? directory!.Descriptor.TrySynchroniseAll();
        }
    }

    public void Dispose() => _ = DescriptorNumbers.Nothing.TryCopyTo(Descriptor.Number);

    private static SystemError? TryOpen(string path, int flags, int number, out SnapshotFile? file)
    {
        file = null;
        if (OwnedDescriptor.TryOpen(path, flags, OwnersOnly, out OwnedDescriptor? opened) is { } error)
        {
            return error;
        }
        using (opened)
        {
            if (opened!.Descriptor.TryCopyTo(number) is { } fault)
            {
                return fault;
            }
        }
        file = new SnapshotFile(number);
        return null;
    }
}
