using System.Runtime.CompilerServices;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Linux.Rings;

/// <summary>The memory shared with the kernel for a ring: the submission and completion queues.</summary>
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

    /// <param name="parameters">The parameters that the kernel returned.</param>
    /// <exception cref="LinuxException">The kernel is out of memory.</exception>
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
        // Slot N always refers to entry N.
        for (uint index = 0; index < parameters.sq_entries; index++)
        {
            Unsafe.Write(_rings.Address + _submission.array + (index * sizeof(uint)), index);
        }
    }

    /// <summary>Queues an entry. The caller ensures that there is room: see <see cref="IoRing"/>.</summary>
    internal void Offer(in io_uring_sqe entry)
    {
        ref uint tail = ref Word(_submission.tail);
        Unsafe.Write(_entries.Address + ((tail & _entryMask) * (uint)sizeof(io_uring_sqe)), entry);
        // Publishes the entry before the tail.
        Volatile.Write(ref tail, tail + 1);
    }

    /// <param name="completion">The completion, if there is one.</param>
    /// <returns>False when there is no completion.</returns>
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

    /// <summary>Sets whether completions signal the ring's eventfd.</summary>
    internal void Set(RingNotification notification)
    {
        Volatile.Write(ref Word(_completion.flags), (uint)notification);
        // Either the kernel sees the flag, or this thread sees the completion.
        Interlocked.MemoryBarrier();
    }

    public void Dispose()
    {
        _entries.Dispose();
        _rings.Dispose();
    }

    private ref uint Word(uint offset) => ref Unsafe.AsRef<uint>(_rings.Address + offset);
}
