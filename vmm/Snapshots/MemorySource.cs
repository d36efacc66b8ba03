using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Snapshots;

/// <summary>
/// The memory file that a machine was loaded from, open as long as the machine lives: pages that the guest has not used yet are only there, so whoever
/// cuts the file takes memory from the guest. The vmm thread owns it.
/// </summary>
internal sealed class MemorySource : IDisposable
{
    private const int Number = DescriptorNumbers.FirstSnapshotFile + 2;

    private readonly SnapshotFile _file;

    private MemorySource(SnapshotFile file)
    {
        _file = file;
        Length = FileStatus.Of(file.Descriptor).Length;
    }

    /// <summary>Bytes of the file when it was opened.</summary>
    internal long Length { get; }

    /// <summary>Its descriptor, for reading.</summary>
    internal Descriptor Descriptor => _file.Descriptor;

    /// <summary>What somebody did to the file since; null if it is as long as it was.</summary>
    internal string? Change
    {
        get
        {
            long length = FileStatus.Of(Descriptor).Length;
            return length == Length ? null : $"the snapshot's memory file had {Length} bytes and now has {length}: keep it unchanged while a machine runs from it";
        }
    }

    /// <summary>Opens a memory file.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, otherwise why it cannot be opened.</returns>
    internal static SystemError? TryOpen(string path, out MemorySource? source)
    {
        SystemError? error = SnapshotFile.TryOpenToRead(path, Number, out SnapshotFile? file);
        source = error is null ? new MemorySource(file!) : null;
        return error;
    }

    public void Dispose() => _file.Dispose();
}
