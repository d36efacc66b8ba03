using System.Buffers.Binary;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A counter in the kernel that wakes whoever waits for it (eventfd(2)); close-on-exec and non-blocking.</summary>
public sealed class EventFd : OwnedDescriptor
{
    private EventFd(int number)
        : base(number)
    {
    }

    /// <summary>Makes a counter that starts at zero.</summary>
    /// <exception cref="LinuxException">No descriptor or no memory is left.</exception>
    public static EventFd Create() =>
        new(LinuxException.ThrowIfFailed(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK), "eventfd2"));

    /// <summary>Adds one. A counter that is full is already readable, so a refusal loses nothing.</summary>
    public void Signal()
    {
        Span<byte> one = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        _ = Descriptor.Write(one);
    }

    /// <summary>Sets the counter to zero.</summary>
    /// <returns>What it held; zero when nobody had signalled.</returns>
    public ulong Drain()
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        return Descriptor.Read(value).Count == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;
    }
}
