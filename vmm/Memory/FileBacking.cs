using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>
/// Guest RAM backed by a regular file: a saved memory, or a <see cref="MemoryFile"/> shared with another process. Its mappings outlive the
/// descriptor.
/// </summary>
/// <param name="file">Open for reading, and for writing too if shared.</param>
/// <param name="start">Offset of RAM in the file, in bytes; whole pages.</param>
internal sealed class FileBacking(Descriptor file, ulong start, FileSharing sharing) : IMemoryBacking
{
    /// <summary>Whether the kernel uses huge pages where it can: for pages that are written, and for those of a file in tmpfs.</summary>
    internal bool PrefersHugePages { get; init; }

    /// <inheritdoc/>
    public SystemError? TryMap(ulong offset, ulong length, out RegionMapping? mapping)
    {
        mapping = null;
        ulong held = (ulong)FileStatus.Of(file).Length;
        if (start > held || offset > held - start || length > held - start - offset)
        {
            // The first access to a page past the end of the file would raise SIGBUS.
            return new SystemError(Errno.ENXIO, "mmap", $"{length} bytes at {start} + {offset} of a file of {held} bytes");
        }
        long place = checked((long)(start + offset));
        SystemError? error;
        if (sharing == FileSharing.Shared)
        {
            error = SharedFileMapping.TryCreate(file, place, checked((nuint)length), out SharedFileMapping? shared);
            mapping = shared;
        }
        else
        {
            error = PrivateFileMapping.TryCreate(file, place, checked((nuint)length), out PrivateFileMapping? own);
            mapping = own;
        }
        if (error is null && PrefersHugePages && mapping!.PreferHugePages(checked((nuint)length)) is { } refusal)
        {
            mapping.Dispose();
            (mapping, error) = (null, refusal);
        }
        return error;
    }
}
