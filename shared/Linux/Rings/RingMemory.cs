using System.Runtime.CompilerServices;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Linux.Rings;

/// <summary>The memory that a process shares with the kernel for a ring: entries go one way, completions the other.</summary>
internal sealed unsafe class RingMemory : IDisposable
{
    [NotInHeader("IORING_OFF_SQES, where the entries are mapped from: an unsigned 64-bit literal in the header")]
    private const long EntriesOffset = 0x1000_0000;

    private readonly Mapping _rings;
    private readonly Mapping _entries;
    private readonly io_sqring_offsets _submission;
    private readonly io_cqring_offsets _completion;
    private readonly uint _entryMask;
    private readonly uint _completionMask;

    /// <summary>Maps a ring.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="parameters">What the kernel made.</param>
    /// <exception cref="LinuxException">The kernel has no memory.</exception>
    internal RingMemory(Descriptor ring, in io_uring_params parameters)
    {
        _submission = parameters.sq_off;
        _completion = parameters.cq_off;
        _entryMask = parameters.sq_entries - 1;
        _completionMask = parameters.cq_entries - 1;
        nuint length = Math.Max(
            _submission.array + (parameters.sq_entries * sizeof(uint)), _completion.cqes + (parameters.cq_entries * (uint)sizeof(io_uring_cqe)));
        const Protection Shared = Protection.PROT_READ | Protection.PROT_WRITE;
        _rings = Mapping.OfDescriptor(ring, length, Shared);
        try
        {
            _entries = Mapping.OfDescriptor(ring, parameters.sq_entries * (nuint)sizeof(io_uring_sqe), Shared, EntriesOffset);
        }
        catch
        {
            _rings.Dispose();
            throw;
        }
        // Each place has the entry of its number, for ever.
        for (uint index = 0; index < parameters.sq_entries; index++)
        {
            Unsafe.Write(_rings.Address + _submission.array + (index * sizeof(uint)), index);
        }
    }

    /// <summary>Offers an entry. There is room: see <see cref="IoRing"/>.</summary>
    /// <param name="entry">The entry.</param>
    internal void Offer(in io_uring_sqe entry)
    {
        ref uint tail = ref Word(_submission.tail);
        Unsafe.Write(_entries.Address + ((tail & _entryMask) * (uint)sizeof(io_uring_sqe)), entry);
        // The kernel sees the entry before it sees that it is there.
        Volatile.Write(ref tail, tail + 1);
    }

    /// <summary>Takes a completion.</summary>
    /// <param name="completion">It, when there is one.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTake(out io_uring_cqe completion)
    {
        ref uint head = ref Word(_completion.head);
        if (Volatile.Read(ref Word(_completion.tail)) == head)
        {
            completion = default;
            return false;
        }
        completion = Unsafe.Read<io_uring_cqe>(_rings.Address + _completion.cqes + ((head & _completionMask) * (uint)sizeof(io_uring_cqe)));
        Volatile.Write(ref head, head + 1);
        return true;
    }

    /// <summary>Whether the ring's eventfd is signalled at completions.</summary>
    /// <param name="notification">Whether.</param>
    internal void Set(RingNotification notification)
    {
        Volatile.Write(ref Word(_completion.flags), (uint)notification);
        // Either the kernel sees it, or its completion is seen from here on.
        Interlocked.MemoryBarrier();
    }

    /// <summary>Unmaps it.</summary>
    public void Dispose()
    {
        _entries.Dispose();
        _rings.Dispose();
    }

    private ref uint Word(uint offset) => ref Unsafe.AsRef<uint>(_rings.Address + offset);
}
