using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>A shared region of a file; discarding pages punches a hole in the file.</summary>
internal sealed class SharedFileMapping : RegionMapping
{
    private SharedFileMapping(Mapping range)
        : base(range)
    {
    }

    /// <param name="file">The file, open for reading and writing; long enough.</param>
    /// <param name="fileOffset">Offset in the file, in bytes; whole pages.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    internal static SystemError? TryCreate(Descriptor file, long fileOffset, nuint length, out SharedFileMapping? mapping)
    {
        SystemError? error = TryMapFile(MappingFlags.MAP_SHARED, file, fileOffset, length, out Mapping? range);
        mapping = error is null ? new SharedFileMapping(range!) : null;
        return error;
    }

    /// <inheritdoc/>
    /// <remarks>MADV_REMOVE, since after MADV_DONTNEED the file would show its pages again.</remarks>
    internal override Errno Discard(nuint offset, nuint length) => Advise(MemoryAdvice.MADV_REMOVE, offset, length);
}
