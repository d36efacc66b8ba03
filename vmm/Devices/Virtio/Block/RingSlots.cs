using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Rings;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// Operations of a ring, each in a slot with what is left of it: the kernel may do less than it was asked, or nothing for once, and is then asked
/// for the rest. Nothing allocates but its making.
/// </summary>
internal sealed unsafe class RingSlots : IDisposable
{
    /// <summary>How many there are: as many as the ring has entries.</summary>
    internal const int Capacity = IoRing.Capacity;

    /// <summary>
    /// How often in a row the kernel may say that an operation was broken off or would have to wait (EINTR, EAGAIN). Once is usual; a file that
    /// says so for ever would keep a pause waiting for ever.
    /// </summary>
    internal const int MostRefusals = 8;

    // As many as an operation has buffers; four more, so that the first segments of slots do not share lines of the processor's cache.
    private const int SegmentsOfSlot = Virtqueue.MaximumSize + 4;

    private readonly Entry[] _slots = new Entry[Capacity];
    private readonly Stack<int> _free = new(Capacity);
    private readonly iovec* _segments = (iovec*)NativeMemory.Alloc(Capacity * SegmentsOfSlot, (nuint)sizeof(iovec));

    /// <summary>Makes slots, all of them free.</summary>
    internal RingSlots()
    {
        for (int slot = Capacity - 1; slot >= 0; slot--)
        {
            _free.Push(slot);
        }
    }

    /// <summary>How many are free.</summary>
    internal int Free => _free.Count;

    /// <summary>Bytes that the operations transfer, all together.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Takes a slot, of which there is one.</summary>
    /// <param name="operation">For this.</param>
    /// <param name="data">What it transfers.</param>
    internal int Take(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        int slot = _free.Pop();
        iovec* segments = _segments + (slot * SegmentsOfSlot);
        Scatter.Write(data, segments);
        _slots[slot] = new Entry { Operation = operation, Segments = segments, SegmentCount = data.Length };
        Bytes += operation.TransferLength;
        return slot;
    }

    /// <summary>The operation in a slot.</summary>
    internal ref readonly BlockOperation this[int slot] => ref _slots[slot].Operation;

    /// <summary>Where in the file the rest of a slot's operation begins.</summary>
    internal long OffsetOf(int slot) => _slots[slot].Operation.Offset + _slots[slot].Done;

    /// <summary>The segments that are left of a slot's operation.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="count">How many.</param>
    internal iovec* SegmentsOf(int slot, out int count)
    {
        count = _slots[slot].SegmentCount;
        return _slots[slot].Segments;
    }

    /// <summary>Takes what the kernel says of a slot's operation.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="result">A count of bytes, or a negated error number.</param>
    /// <param name="outcome">What became of the operation, if it is over.</param>
    /// <returns>False when the kernel is to be asked for the rest.</returns>
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

    /// <summary>What became so far of the operation in a slot that is left now.</summary>
    internal BlockOutcome OutcomeOf(int slot) => new(_slots[slot].Done, default);

    /// <summary>Gives a slot back.</summary>
    internal void GiveBack(int slot)
    {
        Bytes -= _slots[slot].Operation.TransferLength;
        _free.Push(slot);
    }

    /// <summary>Frees the segments.</summary>
    public void Dispose() => NativeMemory.Free(_segments);

    private struct Entry
    {
        internal BlockOperation Operation;
        internal long Done;
        internal iovec* Segments;
        internal int SegmentCount;
        internal int Refusals;
    }
}
