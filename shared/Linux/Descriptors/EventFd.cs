using System.Buffers.Binary;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>An eventfd(2), close-on-exec and non-blocking.</summary>
public sealed class EventFd : OwnedDescriptor
{
    private readonly ReservedNumbers? _numbers;

    private EventFd(int number, ReservedNumbers? numbers)
        : base(number) => _numbers = numbers;

    /// <summary>
    /// Numbers reserved for eventfds, so that a filter can name them; null to use any free number. Set it before the first eventfd is created.
    /// </summary>
    public static ReservedNumbers? Numbers { get; set; }

    /// <summary>Creates a counter that starts at zero.</summary>
    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    public static EventFd Create()
    {
        int made = LinuxException.ThrowIfFailed(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK), "eventfd2");
        if (Numbers is not { } numbers)
        {
            return new EventFd(made, null);
        }
        using OwnedDescriptor passing = new(made);
        return new EventFd(numbers.Place(passing.Descriptor), numbers);
    }

    /// <summary>Adds one. EAGAIN is ignored: a counter at its maximum is readable already.</summary>
    public void Signal()
    {
        Span<byte> one = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        _ = Descriptor.Write(one);
    }

    /// <summary>Resets the counter to zero.</summary>
    /// <returns>The previous value; zero when nobody had signaled.</returns>
    public ulong Drain()
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        return Descriptor.Read(value).Count == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;
    }

    /// <inheritdoc/>
    protected override void Close(int number)
    {
        if (_numbers is { } numbers)
        {
            numbers.Release(number);
            return;
        }
        base.Close(number);
    }
}
