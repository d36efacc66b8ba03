using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Tmds.Linux;

namespace Kiln.Linux.Rings;

/// <summary>
/// An io_uring(7) for one file: reads, writes, flushes and allocations, many at once. Seccomp filters do not see a ring's operations, so the
/// ring itself is restricted, irrevocably and before its first entry, to these operations on its one registered file. One thread submits;
/// another may take completions if the two never do so at the same time. Only the constructor allocates.
/// </summary>
public sealed unsafe class IoRing : IDisposable
{
    /// <summary>The most operations in flight, equal to the number of submission entries, so that an entry is always available.</summary>
    [NotInHeader("Kiln's own bound")]
    public const int Capacity = 128;

    // Retries while the kernel lacks memory for requests, one millisecond apart: longer than its memory reclaim takes.
    [NotInHeader("Kiln's own bound")]
    private const int Patience = 1000;

    private readonly OwnedDescriptor _ring;
    private readonly RingMemory _memory;
    private uint _offered;
    private int _underWay;

    /// <param name="completions">Signaled when an operation completes after <see cref="Submit"/> has returned.</param>
    /// <exception cref="LinuxException">The kernel does not let this process have a ring; the refused call is named.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel is older than 5.10.51 and lacks a required io_uring feature.</exception>
    public IoRing(Descriptor file, EventFd completions)
    {
        _ring = RestrictedRing.Make(Capacity, file, completions, out _memory);
    }

    /// <summary>The ring's descriptor, for tests of its restrictions.</summary>
    public Descriptor Descriptor => _ring.Descriptor;

    /// <summary>The number of operations queued or in flight.</summary>
    public int UnderWay => _underWay;

    /// <summary>The number of further operations that fit.</summary>
    public int Room => Capacity - _underWay;

    /// <param name="segments">The buffers; the array must live until <see cref="Submit"/> returns, the buffers until completion.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    /// <param name="offset">File offset, in bytes.</param>
    /// <param name="tag">Returned with the completion.</param>
    /// <param name="how">IOSQE_ASYNC always uses a kernel worker, so that <see cref="Submit"/> takes no longer.</param>
    public void Read(iovec* segments, int count, long offset, ulong tag, RingEntryFlags how = default) =>
        OfferOnFile(Transfer(RingOperation.IORING_OP_READV, segments, count, offset, tag, how));

    /// <param name="segments">The buffers; the array must live until <see cref="Submit"/> returns, the buffers until completion.</param>
    /// <param name="count">The number of buffers, at most 1024.</param>
    /// <param name="offset">File offset, in bytes.</param>
    /// <param name="tag">Returned with the completion.</param>
    /// <param name="how">IOSQE_ASYNC always uses a kernel worker, so that <see cref="Submit"/> takes no longer.</param>
    public void Write(iovec* segments, int count, long offset, ulong tag, RingEntryFlags how = default) =>
        OfferOnFile(Transfer(RingOperation.IORING_OP_WRITEV, segments, count, offset, tag, how));

    /// <summary>Queues a flush (fdatasync(2)). It does not wait for operations that have not completed yet.</summary>
    /// <param name="tag">Returned with the completion.</param>
    public void Synchronise(ulong tag) =>
        OfferOnFile(new() { opcode = RingOperation.IORING_OP_FSYNC, fsync_flags = RingSyncFlags.IORING_FSYNC_DATASYNC, user_data = tag });

    /// <param name="flags">What to do with the range.</param>
    /// <param name="offset">Start of the range, in bytes.</param>
    /// <param name="length">Length of the range, at least one byte.</param>
    /// <param name="tag">Returned with the completion.</param>
    public void Allocate(AllocationFlags flags, long offset, long length, ulong tag) =>
        OfferOnFile(new()
        {
            opcode = RingOperation.IORING_OP_FALLOCATE,
            len = (uint)flags,
            off = (ulong)offset,
            addr = (ulong)length,
            user_data = tag,
        });

    /// <summary>
    /// Submits everything queued. Operations that complete immediately do not signal: take completions afterwards, and call
    /// <see cref="Listen"/> when there are no more.
    /// </summary>
    /// <exception cref="LinuxException">The kernel has lacked memory for a second.</exception>
    public void Submit()
    {
        _memory.Set(RingNotification.IORING_CQ_EVENTFD_DISABLED);
        for (int refusals = 0; _offered > 0;)
        {
            long taken = Native.Raw(SystemCall.SYS_io_uring_enter, (nuint)_ring.Descriptor.Number, _offered);
            if (taken >= 0)
            {
                _offered -= (uint)taken;
                continue;
            }
            SystemError error = SystemError.Last("io_uring_enter");
            if (error.Errno != Errno.EINTR && ((error.Errno != Errno.EAGAIN && error.Errno != Errno.EBUSY) || refusals++ == Patience))
            {
                throw new LinuxException(error);
            }
            if (error.Errno != Errno.EINTR)
            {
                CurrentThread.Sleep(1);
            }
        }
    }

    /// <summary>Enables the signaling of completions.</summary>
    public void Listen() => _memory.Set(default);

    /// <param name="tag">The tag of the operation.</param>
    /// <param name="result">A byte count, or a negated errno.</param>
    /// <returns>False when there is no completion.</returns>
    public bool TryTakeCompletion(out ulong tag, out int result)
    {
        bool isThere = _memory.TryTake(out io_uring_cqe completion);
        tag = completion.user_data;
        result = completion.res;
        if (isThere)
        {
            _underWay--;
        }
        return isThere;
    }

    /// <summary>Replaces the registered file; nothing may be in flight.</summary>
    /// <exception cref="LinuxException">The kernel is out of memory.</exception>
    public void Replace(Descriptor file)
    {
        int number = file.Number;
        io_uring_files_update update = new() { fds = (ulong)(&number) };
        RestrictedRing.Register(_ring.Descriptor, RingRegistration.IORING_REGISTER_FILES_UPDATE, &update, 1);
    }

    /// <summary>Closes the ring; the kernel waits for operations in flight.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _ring.Dispose();
    }

    /// <summary>Queues a raw entry.</summary>
    /// <param name="entry">The entry; the kernel rejects what the ring's restrictions forbid.</param>
    internal void Offer(in io_uring_sqe entry)
    {
        if (Room == 0)
        {
            throw new InvalidOperationException($"{Capacity} operations are under way already");
        }
        _memory.Offer(entry);
        _offered++;
        _underWay++;
    }

    private static io_uring_sqe Transfer(RingOperation operation, iovec* segments, int count, long offset, ulong tag, RingEntryFlags how) => new()
    {
        opcode = operation,
        flags = how,
        addr = (ulong)segments,
        len = (uint)count,
        off = (ulong)offset,
        user_data = tag,
    };

    // Refers to the registered file by its index, 0.
    private void OfferOnFile(io_uring_sqe entry)
    {
        entry.flags |= RingEntryFlags.IOSQE_FIXED_FILE;
        Offer(entry);
    }
}
