using System.Runtime.CompilerServices;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A descriptor number that somebody else owns and closes. All calls on it report instead of throwing.</summary>
/// <param name="number">The number in this process's table, 0 or more.</param>
public readonly struct Descriptor(int number)
{
    /// <summary>Descriptor 0.</summary>
    public static Descriptor StandardInput => new(0);

    /// <summary>Descriptor 1.</summary>
    public static Descriptor StandardOutput => new(1);

    /// <summary>Descriptor 2.</summary>
    public static Descriptor StandardError => new(2);

    /// <summary>The number in this process's table.</summary>
    public int Number { get; } = number;

    /// <summary>read(2).</summary>
    /// <param name="buffer">Where the bytes go.</param>
    public unsafe IoResult Read(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.read(Number, pointer, buffer.Length));
        }
    }

    /// <summary>write(2), once: fewer bytes than given may be taken.</summary>
    /// <param name="buffer">What to write.</param>
    public unsafe IoResult Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.write(Number, pointer, buffer.Length));
        }
    }

    /// <summary>Whether a write would not wait (poll(2)): a pipe then takes 4096 bytes at once. True also where the write would fail.</summary>
    public unsafe bool IsWritable
    {
        get
        {
            pollfd wanted = new() { fd = Number, events = (short)LibC.POLLOUT };
            return LibC.poll(&wanted, 1, 0) != 0;
        }
    }

    /// <summary>recv(2) from a socket. Descriptors that came along are closed by the kernel, for no room is offered for them.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many came; 0 when the peer sends no more.</returns>
    public unsafe IoResult Receive(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.recv(Number, pointer, buffer.Length, 0));
        }
    }

    /// <summary>send(2) to a socket, once: fewer bytes than given may be taken. A peer that is gone is EPIPE, and no signal.</summary>
    /// <param name="buffer">What to send.</param>
    public unsafe IoResult Send(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.send(Number, pointer, buffer.Length, LibC.MSG_NOSIGNAL));
        }
    }

    /// <summary>Tells a socket's peer that nothing more is sent to it (shutdown(2)). A peer that is gone need not be told.</summary>
    public void EndSending() => _ = LibC.shutdown(Number, LibC.SHUT_WR);

    /// <summary>pread(2).</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Where in the file to start, in bytes.</param>
    public unsafe IoResult ReadAt(Span<byte> buffer, long offset)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.pread(Number, pointer, buffer.Length, offset));
        }
    }

    /// <summary>preadv(2), once: fewer bytes than there is room for may come.</summary>
    /// <param name="segments">Where the bytes go, in turn.</param>
    /// <param name="count">How many segments, at most 1024.</param>
    /// <param name="offset">Where in the file to start, in bytes.</param>
    public unsafe IoResult ReadAt(iovec* segments, int count, long offset) =>
        IoResult.From(Native.preadv(Number, segments, count, offset));

    /// <summary>pwritev(2), once: fewer bytes than given may be taken.</summary>
    /// <param name="segments">What to write, in turn.</param>
    /// <param name="count">How many segments, at most 1024.</param>
    /// <param name="offset">Where in the file to start, in bytes.</param>
    public unsafe IoResult WriteAt(iovec* segments, int count, long offset) =>
        IoResult.From(Native.pwritev(Number, segments, count, offset));

    /// <summary>fdatasync(2): waits until what was written is on the disk, with as much of the file's description as finds it again.</summary>
    public IoResult Synchronise() => IoResult.From(LibC.fdatasync(Number));

    /// <summary>fallocate(2).</summary>
    /// <param name="flags">What becomes of the range.</param>
    /// <param name="offset">Where it starts, in bytes.</param>
    /// <param name="length">Its bytes, at least one.</param>
    public IoResult Allocate(AllocationFlags flags, long offset, long length) =>
        IoResult.From(Native.fallocate(Number, (int)flags, offset, length));

    /// <summary>How long a file is: lseek(2) to its end, where the descriptor then stands. Of a block device, unlike fstat(2), as well.</summary>
    /// <param name="length">In bytes.</param>
    /// <returns>Null, or why that cannot be told.</returns>
    public SystemError? TrySeekEnd(out long length)
    {
        length = (long)LibC.lseek(Number, 0, LibC.SEEK_END);
        return length < 0 ? SystemError.Last("lseek") : null;
    }

    /// <summary>Lets reads and writes wait, and start anywhere (fcntl(2), F_SETFL without a flag).</summary>
    /// <returns>Null, or why not.</returns>
    public SystemError? TrySetWaiting() => LibC.fcntl(Number, (int)FileControl.F_SETFL, 0) < 0 ? SystemError.Last("fcntl") : null;

    /// <summary>Puts the file behind this descriptor at another number too, in one step, close-on-exec (dup3).</summary>
    /// <param name="number">Where; what is there is closed.</param>
    /// <returns>Null, or why not; EBADF when the process may not have so high a number.</returns>
    public SystemError? TryCopyTo(int number) =>
        LibC.dup3(Number, number, LibC.O_CLOEXEC) < 0 ? SystemError.Last("dup3") : null;

    /// <summary>ioctl(2) with a plain number as its argument.</summary>
    /// <param name="request">The request's number, as the header defines it.</param>
    /// <param name="argument">The argument.</param>
    /// <returns>What the call returned, or -1 with errno set.</returns>
    /// <remarks>The request goes through as 32 unsigned bits, the width that the kernel gives it, so a filter sees no sign extension.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Control(uint request, nuint argument = 0) => Native.ioctl(Number, request, argument);

    /// <summary>ioctl(2) with a pointer as its argument.</summary>
    /// <param name="request">The request's number, as the header defines it.</param>
    /// <param name="argument">What the request reads or fills.</param>
    /// <returns>What the call returned, or -1 with errno set.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe int Control<T>(uint request, ref T argument)
        where T : unmanaged
    {
        fixed (T* pointer = &argument)
        {
            return Native.ioctl(Number, request, (nuint)pointer);
        }
    }

    /// <summary>The number, for messages.</summary>
    public override string ToString() => $"descriptor {Number}";
}
