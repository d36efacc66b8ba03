using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A borrowed descriptor: somebody else owns and closes it. Its calls return errors instead of throwing.</summary>
/// <param name="number">The descriptor number, 0 or more.</param>
public readonly struct Descriptor(int number)
{
    public static Descriptor StandardInput => new(0);

    public static Descriptor StandardOutput => new(1);

    public static Descriptor StandardError => new(2);

    public int Number { get; } = number;

    public unsafe IoResult Read(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.read(Number, pointer, buffer.Length));
        }
    }

    /// <summary>write(2), once: it may write fewer bytes than given.</summary>
    public unsafe IoResult Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.write(Number, pointer, buffer.Length));
        }
    }

    /// <summary>Whether a write would not block (poll(2)); a pipe then accepts at least 4096 bytes. Also true when the write would fail.</summary>
    public unsafe bool IsWritable
    {
        get
        {
            pollfd wanted = new() { fd = Number, events = (short)LibC.POLLOUT };
            return LibC.poll(&wanted, 1, 0) != 0;
        }
    }

    /// <summary>recv(2) from a socket. The kernel discards descriptors passed along, since no control buffer is supplied.</summary>
    /// <returns>The bytes received; 0 at the end of the stream.</returns>
    public unsafe IoResult Receive(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.recv(Number, pointer, buffer.Length, 0));
        }
    }

    /// <summary>send(2) to a socket, once: it may send fewer bytes than given. A closed peer yields EPIPE, without SIGPIPE.</summary>
    public unsafe IoResult Send(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.send(Number, pointer, buffer.Length, LibC.MSG_NOSIGNAL));
        }
    }

    /// <summary>Shuts down the sending side (shutdown(2)). Errors are ignored: a closed peer need not be told.</summary>
    public void EndSending() => _ = LibC.shutdown(Number, LibC.SHUT_WR);

    /// <summary>readv(2), once; of a tap, one frame. Into a single buffer by read(2), which costs the kernel a tenth less.</summary>
    /// <param name="segments">The buffers to fill, in order.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    public unsafe IoResult Read(iovec* segments, int count) => IoResult.From(
        count == 1
            ? Native.Raw(SystemCall.SYS_read, (nuint)Number, (nuint)segments->iov_base, (nuint)segments->iov_len)
            : Native.Raw(SystemCall.SYS_readv, (nuint)Number, (nuint)segments, (nuint)count));

    /// <summary>writev(2), once; to a tap, one frame. A single buffer goes by write(2), which costs the kernel a tenth less.</summary>
    /// <param name="segments">The buffers to write, in order.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    public unsafe IoResult Write(iovec* segments, int count) => IoResult.From(
        count == 1
            ? Native.Raw(SystemCall.SYS_write, (nuint)Number, (nuint)segments->iov_base, (nuint)segments->iov_len)
            : Native.Raw(SystemCall.SYS_writev, (nuint)Number, (nuint)segments, (nuint)count));

    /// <param name="offset">File offset, in bytes.</param>
    public unsafe IoResult ReadAt(Span<byte> buffer, long offset)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From((nint)LibC.pread(Number, pointer, buffer.Length, offset));
        }
    }

    /// <summary>preadv(2), once: it may read fewer bytes than requested.</summary>
    /// <param name="segments">The buffers to fill, in order.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    /// <param name="offset">File offset, in bytes.</param>
    public unsafe IoResult ReadAt(iovec* segments, int count, long offset) =>
        IoResult.From(Native.preadv(Number, segments, count, offset));

    /// <summary>pwritev(2), once: it may write fewer bytes than given.</summary>
    /// <param name="segments">The buffers to write, in order.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    /// <param name="offset">File offset, in bytes.</param>
    public unsafe IoResult WriteAt(iovec* segments, int count, long offset) =>
        IoResult.From(Native.pwritev(Number, segments, count, offset));

    /// <summary>pwrite(2), once: fewer bytes than given may be taken.</summary>
    /// <param name="offset">Offset in the file, in bytes.</param>
    public unsafe IoResult WriteAt(ReadOnlySpan<byte> buffer, long offset)
    {
        fixed (byte* pointer = buffer)
        {
            return IoResult.From(Native.pwrite(Number, pointer, (nuint)buffer.Length, offset));
        }
    }

    /// <summary>Makes a file longer, by a hole, or shorter (ftruncate(2)).</summary>
    /// <param name="length">In bytes.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    public SystemError? TrySetLength(long length) => LibC.ftruncate(Number, length) < 0 ? SystemError.Last("ftruncate") : null;

    /// <summary>Waits until the file's data and metadata are on the disk (fsync(2)); of a directory, its names.</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    public SystemError? TrySynchroniseAll() => LibC.fsync(Number) < 0 ? SystemError.Last("fsync") : null;

    /// <summary>fdatasync(2): waits until written data, and the metadata needed to read it back, are on the disk.</summary>
    public IoResult Synchronise() => IoResult.From(LibC.fdatasync(Number));

    /// <param name="flags">What to do with the range.</param>
    /// <param name="offset">Start of the range, in bytes.</param>
    /// <param name="length">Length of the range, at least one byte.</param>
    public IoResult Allocate(AllocationFlags flags, long offset, long length) =>
        IoResult.From(Native.fallocate(Number, (int)flags, offset, length));

    /// <summary>Measures a file by lseek(2) to its end, where the position stays. Unlike fstat(2) this works for block devices too.</summary>
    /// <param name="length">Length in bytes.</param>
    /// <returns>Null, or the error.</returns>
    public SystemError? TrySeekEnd(out long length)
    {
        length = (long)LibC.lseek(Number, 0, LibC.SEEK_END);
        return length < 0 ? SystemError.Last("lseek") : null;
    }

    /// <summary>Clears O_NONBLOCK and all other status flags (fcntl(2), F_SETFL).</summary>
    /// <returns>Null, or the error.</returns>
    public SystemError? TrySetWaiting() => LibC.fcntl(Number, (int)FileControl.F_SETFL, 0) < 0 ? SystemError.Last("fcntl") : null;

    /// <summary>Duplicates this descriptor onto a given number atomically, close-on-exec (dup3(2)).</summary>
    /// <param name="number">The target number; a descriptor open there is closed.</param>
    /// <returns>Null, or the error; EBADF when the number exceeds RLIMIT_NOFILE.</returns>
    public SystemError? TryCopyTo(int number) =>
        LibC.dup3(Number, number, LibC.O_CLOEXEC) < 0 ? SystemError.Last("dup3") : null;

    /// <summary>Duplicates this descriptor onto the lowest free number from a minimum on, close-on-exec (fcntl(2), F_DUPFD_CLOEXEC).</summary>
    /// <returns>Null, or the error; EINVAL when the minimum exceeds RLIMIT_NOFILE.</returns>
    public SystemError? TryCopyFrom(int lowest, out int number)
    {
        number = LibC.fcntl(Number, (int)FileControl.F_DUPFD_CLOEXEC, lowest);
        return number < 0 ? SystemError.Last("fcntl") : null;
    }

    /// <summary>ioctl(2) with an integer argument.</summary>
    /// <param name="request">The request number from the C header.</param>
    /// <returns>The call's result, or -1 with errno set.</returns>
    /// <remarks>The request is passed as unsigned 32 bits, as the kernel takes it, so a filter sees no sign extension.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Control(uint request, nuint argument = 0) => Native.ioctl(Number, request, argument);

    /// <summary>ioctl(2) with a pointer argument.</summary>
    /// <param name="request">The request number from the C header.</param>
    /// <param name="argument">The struct that the request reads or fills.</param>
    /// <returns>The call's result, or -1 with errno set.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe int Control<T>(uint request, ref T argument)
        where T : unmanaged
    {
        fixed (T* pointer = &argument)
        {
            return Native.ioctl(Number, request, (nuint)pointer);
        }
    }

    public override string ToString() => $"descriptor {Number}";
}
