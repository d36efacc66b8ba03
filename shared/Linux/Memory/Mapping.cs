using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Memory;

/// <summary>A memory mapping owned by this object. There is no finalizer.</summary>
public sealed unsafe class Mapping : IDisposable
{
    private static readonly void* _failed = (void*)-1;

    private byte* _address;

    private Mapping(void* address, nuint length)
    {
        _address = (byte*)address;
        Length = length;
    }

    public byte* Address => _address;

    /// <summary>Length in bytes.</summary>
    public nuint Length { get; }

    /// <summary>Maps anonymous pages, initially zero.</summary>
    /// <param name="length">Length in bytes; the kernel rounds it up to whole pages.</param>
    /// <param name="flags">Flags in addition to MAP_PRIVATE and MAP_ANONYMOUS.</param>
    /// <returns>Null, or the error: the operator chooses the size, so a refusal is not exceptional.</returns>
    public static SystemError? TryAnonymous(nuint length, Protection protection, MappingFlags flags, out Mapping? mapping) =>
        TryMap(length, protection, flags | MappingFlags.MAP_PRIVATE | MappingFlags.MAP_ANONYMOUS, -1, 0, out mapping);

    /// <summary>Maps a part of a file or device with MAP_SHARED.</summary>
    /// <param name="length">Length in bytes; the kernel rounds it up to whole pages.</param>
    /// <param name="offset">File offset in bytes, page-aligned.</param>
    /// <exception cref="LinuxException"/>
    public static Mapping OfDescriptor(Descriptor descriptor, nuint length, Protection protection, long offset = 0)
    {
        SystemError? error = TryMap(length, protection, MappingFlags.MAP_SHARED, descriptor.Number, offset, out Mapping? mapping);
        return error is { } failure ? throw new LinuxException(failure) : mapping!;
    }

    /// <summary>Atomically replaces a part of the range by a part of a file.</summary>
    /// <param name="offset">Offset in the range in bytes, page-aligned.</param>
    /// <param name="length">Length in bytes; must end inside the range.</param>
    /// <param name="flags">MAP_SHARED or MAP_PRIVATE, and further flags.</param>
    /// <param name="fileOffset">File offset in bytes, page-aligned.</param>
    /// <returns>Null, or the error; the range may then have a hole there.</returns>
    public SystemError? TryOverlay(nuint offset, nuint length, Protection protection, MappingFlags flags, Descriptor file, long fileOffset) =>
        TryOverlay(offset, length, protection, flags, file.Number, fileOffset);

    /// <summary>Atomically replaces a part of the range by anonymous zero pages.</summary>
    /// <param name="offset">Offset in the range in bytes, page-aligned.</param>
    /// <param name="length">Length in bytes; must end inside the range.</param>
    /// <param name="flags">Flags in addition to MAP_PRIVATE and MAP_ANONYMOUS.</param>
    /// <returns>Null, or the error; the range may then have a hole there.</returns>
    public SystemError? TryOverlayZeros(nuint offset, nuint length, Protection protection, MappingFlags flags) =>
        TryOverlay(offset, length, protection, flags | MappingFlags.MAP_PRIVATE | MappingFlags.MAP_ANONYMOUS, -1, 0);

    /// <summary>Applies madvise(2) to the whole range.</summary>
    /// <returns>Null, or the error.</returns>
    public SystemError? Advise(MemoryAdvice advice) => Advise(advice, 0, Length);

    /// <summary>Applies madvise(2) to a part of the range.</summary>
    /// <param name="offset">Offset in the range in bytes, page-aligned.</param>
    /// <param name="length">Length in bytes; must end inside the range.</param>
    /// <returns>Null, or the error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the range.</exception>
    public SystemError? Advise(MemoryAdvice advice, nuint offset, nuint length)
    {
        byte* start = Inside(offset, length);
        return LibC.madvise(start, (size_t)length, (int)advice) == 0 ? null : SystemError.Last("madvise", advice.ToString());
    }

    public void Dispose()
    {
        byte* address = _address;
        _address = null;
        if (address is not null)
        {
            _ = LibC.munmap(address, (size_t)Length);
        }
    }

    private SystemError? TryOverlay(nuint offset, nuint length, Protection protection, MappingFlags flags, int fd, long fileOffset)
    {
        byte* start = Inside(offset, length);
        void* address = LibC.mmap(start, (size_t)length, (int)protection, (int)(flags | MappingFlags.MAP_FIXED), fd, fileOffset);
        return address == _failed ? SystemError.Last("mmap", "MAP_FIXED") : null;
    }

    private byte* Inside(nuint offset, nuint length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return _address + offset;
    }

    private static SystemError? TryMap(nuint length, Protection protection, MappingFlags flags, int fd, long offset, out Mapping? mapping)
    {
        void* address = LibC.mmap(null, (size_t)length, (int)protection, (int)flags, fd, offset);
        if (address == _failed)
        {
            mapping = null;
            return SystemError.Last("mmap", $"{length} bytes");
        }
        mapping = new Mapping(address, length);
        return null;
    }
}
