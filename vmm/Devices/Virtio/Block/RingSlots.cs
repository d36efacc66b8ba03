using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Rings;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// The operations in flight on a ring, each in a slot with the rest of it: the kernel may transfer less than asked, or nothing this time, and is
/// then asked for the rest. Allocates only when created.
/// </summary>
internal sealed unsafe class RingSlots : IDisposable
{
    /// <summary>The number of slots, equal to the number of the ring's entries.</summary>
    internal const int Capacity = IoRing.Capacity;

    /// <summary>
    /// How often in a row an operation may end with EINTR or EAGAIN before it fails. One retry is usual; a file that never stops would block a
    /// pause for ever.
    /// </summary>
    internal const int MostRefusals = 8;

    // One segment per buffer, and four more so that the first segments of different slots do not share a cache line.
    private const int SegmentsOfSlot = Virtqueue.MaximumSize + 4;

    private readonly Entry[] _slots = new Entry[Capacity];
    private readonly Stack<int> _free = new(Capacity);
    private readonly iovec* _segments = (iovec*)NativeMemory.Alloc(Capacity * SegmentsOfSlot, (nuint)sizeof(iovec));

    internal RingSlots()
    {
        for (int slot = Capacity - 1; slot >= 0; slot--)
        {
            _free.Push(slot);
        }
    }

    /// <summary>The number of free slots.</summary>
    internal int Free => _free.Count;

    /// <summary>The total bytes to transfer of all operations in flight.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Takes a free slot; there must be one.</summary>
    internal int Take(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        int slot = _free.Pop();
        iovec* segments = _segments + (slot * SegmentsOfSlot);
        Scatter.Write(data, segments);
        _slots[slot] = new Entry { Operation = operation, Segments = segments, SegmentCount = data.Length };
        Bytes += operation.TransferLength;
        return slot;
    }

    internal ref readonly BlockOperation this[int slot] => ref _slots[slot].Operation;

    /// <summary>Returns the file offset of the rest of a slot's operation.</summary>
    internal long OffsetOf(int slot) => _slots[slot].Operation.Offset + _slots[slot].Done;

    /// <summary>Returns the segments of the rest of a slot's operation.</summary>
    internal iovec* SegmentsOf(int slot, out int count)
    {
        count = _slots[slot].SegmentCount;
        return _slots[slot].Segments;
    }

    /// <summary>Processes the kernel's result for a slot.</summary>
    /// <param name="result">The byte count, or a negated error number.</param>
    /// <param name="outcome">The outcome of the operation, if it has completed.</param>
    /// <returns>False when the rest has to be submitted.</returns>
    internal bool TryEnd(int slot, int result, out BlockOutcome outcome)
    {
        ref Entry entry = ref _slots[slot];
        Errno error = new(result < 0 ? -result : 0);
        if (error == Errno.EINTR || error == Errno.EAGAIN)
        {
            outcome = new BlockOutcome(entry.Done, error);
            return entry.Refusals++ == MostRefusals;
        }
        entry.Refusals = 0;
        int count = Math.Max(result, 0);
        entry.Done += count;
        outcome = new BlockOutcome(entry.Done, error);
        if (count == 0 || entry.Done == entry.Operation.TransferLength)
        {
            return true;
        }
        iovec* rest = Scatter.Advance(entry.Segments, (ulong)count);
        entry.SegmentCount -= (int)(rest - entry.Segments);
        entry.Segments = rest;
        return false;
    }

    /// <summary>Returns the outcome so far of an operation that is abandoned.</summary>
    internal BlockOutcome OutcomeOf(int slot) => new(_slots[slot].Done, default);

    internal void GiveBack(int slot)
    {
        Bytes -= _slots[slot].Operation.TransferLength;
        _free.Push(slot);
    }

    public void Dispose() => NativeMemory.Free(_segments);

    [NotInHeader("not the kernel's; only this process reads it")]
    private struct Entry
    {
        internal BlockOperation Operation;
        internal long Done;
        internal iovec* Segments;
        internal int SegmentCount;
        internal int Refusals;
    }
}
