using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Memory;

/// <summary>A range of this process's address space that this object unmaps. It has no finalizer.</summary>
public sealed unsafe class Mapping : IDisposable
{
    private static readonly void* _failed = (void*)-1;

    private byte* _address;

    private Mapping(void* address, nuint length)
    {
        _address = (byte*)address;
        Length = length;
    }

    /// <summary>The first byte.</summary>
    public byte* Address => _address;

    /// <summary>The length in bytes.</summary>
    public nuint Length { get; }

    /// <summary>Maps zero pages that no file backs.</summary>
    /// <param name="length">Bytes; rounded up to pages by the kernel.</param>
    /// <param name="protection">What may be done with them.</param>
    /// <param name="flags">Added to private and anonymous.</param>
    /// <param name="mapping">The new range.</param>
    /// <returns>Null, or why there is none: an operator chooses the size, so a refusal is an answer and not a fault.</returns>
    public static SystemError? TryAnonymous(nuint length, Protection protection, MappingFlags flags, out Mapping? mapping) =>
        TryMap(length, protection, flags | MappingFlags.MAP_PRIVATE | MappingFlags.MAP_ANONYMOUS, -1, 0, out mapping);

    /// <summary>Maps a part of a file or device, shared.</summary>
    /// <param name="descriptor">What to map.</param>
    /// <param name="length">Bytes; rounded up to pages by the kernel.</param>
    /// <param name="protection">What may be done with them.</param>
    /// <param name="offset">Where the part starts, in bytes; whole pages.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static Mapping OfDescriptor(Descriptor descriptor, nuint length, Protection protection, long offset = 0)
    {
        SystemError? error = TryMap(length, protection, MappingFlags.MAP_SHARED, descriptor.Number, offset, out Mapping? mapping);
        return error is { } failure ? throw new LinuxException(failure) : mapping!;
    }

    /// <summary>Gives the kernel advice on the whole range.</summary>
    /// <param name="advice">The advice.</param>
    /// <returns>Null, or why the kernel does not take it.</returns>
    public SystemError? Advise(MemoryAdvice advice) =>
        LibC.madvise(_address, (size_t)Length, (int)advice) == 0 ? null : SystemError.Last("madvise", advice.ToString());

    /// <summary>Unmaps the range.</summary>
    public void Dispose()
    {
        byte* address = _address;
        _address = null;
        if (address is not null)
        {
            _ = LibC.munmap(address, (size_t)Length);
        }
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
