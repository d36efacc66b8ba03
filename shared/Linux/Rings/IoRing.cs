using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Tmds.Linux;

namespace Kiln.Linux.Rings;

/// <summary>
/// A ring (io_uring(7)) for one file: reads, writes, flushes and allocations, many at once. Filters do not see what is done by a ring, so
/// the ring itself is restricted, before it takes its first entry and for ever: to these operations, on the one registered file.
/// One thread submits; another may take completions meanwhile if the two never do so at once. Nothing allocates but its making.
/// </summary>
public sealed unsafe class IoRing : IDisposable
{
    /// <summary>The most operations that are under way: as many as the ring has entries, so that there always is room for an entry.</summary>
    [NotInHeader("Kiln's own bound")]
    public const int Capacity = 128;

    // How often a kernel without memory for requests is asked again, a millisecond between: longer than its own search for memory takes.
    [NotInHeader("Kiln's own bound")]
    private const int Patience = 1000;

    private readonly OwnedDescriptor _ring;
    private readonly RingMemory _memory;
    private uint _offered;
    private int _underWay;

    /// <summary>Makes a ring.</summary>
    /// <param name="file">The file.</param>
    /// <param name="completions">Signalled when something has completed that was not when <see cref="Submit"/> returned.</param>
    /// <exception cref="LinuxException">The kernel does not let this process have a ring; the call that it refused is named.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel's rings lack something: it is older than 5.10.51.</exception>
    public IoRing(Descriptor file, EventFd completions)
    {
        _ring = RestrictedRing.Make(Capacity, file, completions, out _memory);
    }

    /// <summary>The ring, for a look at what it refuses.</summary>
    public Descriptor Descriptor => _ring.Descriptor;

    /// <summary>How many operations are under way or offered.</summary>
    public int UnderWay => _underWay;

    /// <summary>For how many more operations there is room.</summary>
    public int Room => Capacity - _underWay;

    /// <summary>Offers a read.</summary>
    /// <param name="segments">Where the bytes go, until <see cref="Submit"/> returns; what they point to, until it completes.</param>
    /// <param name="count">How many segments, at most 1024.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="tag">What its completion is marked with.</param>
    /// <param name="how">Whether a worker of the kernel's does it in any case (IOSQE_ASYNC), so that <see cref="Submit"/> does not take longer.</param>
    public void Read(iovec* segments, int count, long offset, ulong tag, RingEntryFlags how = default) =>
        OfferOnFile(Transfer(RingOperation.IORING_OP_READV, segments, count, offset, tag, how));

    /// <summary>Offers a write.</summary>
    /// <param name="segments">What is written, until <see cref="Submit"/> returns; what they point to, until it completes.</param>
    /// <param name="count">How many segments, at most 1024.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="tag">What its completion is marked with.</param>
    /// <param name="how">Whether a worker of the kernel's does it in any case (IOSQE_ASYNC), so that <see cref="Submit"/> does not take longer.</param>
    public void Write(iovec* segments, int count, long offset, ulong tag, RingEntryFlags how = default) =>
        OfferOnFile(Transfer(RingOperation.IORING_OP_WRITEV, segments, count, offset, tag, how));

    /// <summary>Offers a flush (fdatasync). What was offered before and has not completed is not waited for.</summary>
    /// <param name="tag">What its completion is marked with.</param>
    public void Synchronise(ulong tag) =>
        OfferOnFile(new() { opcode = RingOperation.IORING_OP_FSYNC, fsync_flags = RingSyncFlags.IORING_FSYNC_DATASYNC, user_data = tag });

    /// <summary>Offers an allocation.</summary>
    /// <param name="flags">What becomes of the range.</param>
    /// <param name="offset">Where it starts, in bytes.</param>
    /// <param name="length">Its bytes, at least one.</param>
    /// <param name="tag">What its completion is marked with.</param>
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
    /// Lets the kernel have what was offered. What completes at once signals nobody: completions are to be taken afterwards, and
    /// <see cref="Listen"/> called when there are no more.
    /// </summary>
    /// <exception cref="LinuxException">The kernel has had no memory for a second.</exception>
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

    /// <summary>From now on a completion signals.</summary>
    public void Listen() => _memory.Set(default);

    /// <summary>Takes a completion.</summary>
    /// <param name="tag">What it is marked with.</param>
    /// <param name="result">A count of bytes, or a negated error number.</param>
    /// <returns>False when there is none.</returns>
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

    /// <summary>Takes another file in place of the present one; nothing is under way.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="LinuxException">The kernel has no memory.</exception>
    public void Replace(Descriptor file)
    {
        int number = file.Number;
        io_uring_files_update update = new() { fds = (ulong)(&number) };
        RestrictedRing.Register(_ring.Descriptor, RingRegistration.IORING_REGISTER_FILES_UPDATE, &update, 1);
    }

    /// <summary>Ends it; the kernel waits for what is under way.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _ring.Dispose();
    }

    /// <summary>Offers an entry as it is.</summary>
    /// <param name="entry">The entry; the kernel refuses what the ring does not do.</param>
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

    // The one registered file, by its place, 0.
    private void OfferOnFile(io_uring_sqe entry)
    {
        entry.flags |= RingEntryFlags.IOSQE_FIXED_FILE;
        Offer(entry);
    }
}
