using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Rings;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// Runs many operations at once on an io_uring; they complete in any order. Data that the kernel has cached is transferred during submission, on
/// this thread. Pieces of long requests, and the rest of short transfers, go to io_uring worker threads (IOSQE_ASYNC).
/// </summary>
internal sealed unsafe class AsyncEngine : IBlockEngine, IEventHandler
{
    // No operation starts while this many bytes are in flight: eight turns' worth, so that a fast disk always has work, and a pause does not have
    // to wait for a slow disk to finish a queue full of long requests.
    private const long MostBytes = 8 * TurnBudget.MostBytes;

    private readonly IBlockCompletions _completions;
    private readonly EventFd _completed = EventFd.Create();
    private readonly IoRing _ring;
    private readonly RingSlots _slots = new();

    // Slots with a short transfer, whose rest has not been submitted yet.
    private readonly Stack<int> _rests = new(RingSlots.Capacity);
    private bool _isAwaited;

    /// <param name="watches">The device's watches; the ring's completion eventfd is added to them.</param>
    /// <exception cref="VmmFailure">The host does not let this process use io_uring.</exception>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal AsyncEngine(BackingFile file, IBlockCompletions completions, WatchGroup watches)
    {
        _completions = completions;
        try
        {
            _ring = new IoRing(file.Descriptor, _completed);
        }
        catch (Exception refusal) when (refusal is LinuxException or PlatformNotSupportedException)
        {
            _completed.Dispose();
            _slots.Dispose();
            throw new VmmFailure(
                $"io_engine Async needs io_uring: {refusal.Message}; use Linux 5.10.51 or later with kernel.io_uring_disabled=0, or io_engine Sync");
        }
        watches.Add(_completed.Descriptor, this);
    }

    private bool IsIdle => _slots.Free == RingSlots.Capacity;

    /// <inheritdoc/>
    public bool TryMakeRoom(int count)
    {
        if (!HasRoom(count))
        {
            Submit();
        }
        _isAwaited = !HasRoom(count);
        return !_isAwaited;
    }

    /// <inheritdoc/>
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data) =>
        Offer(_slots.Take(operation, data), operation.IsPiece ? RingEntryFlags.IOSQE_ASYNC : default);

    /// <inheritdoc/>
    public void Submit()
    {
        while (_rests.TryPop(out int slot))
        {
            Offer(slot, RingEntryFlags.IOSQE_ASYNC);
        }
        _ring.Submit();
        Collect();
        // The rest of short transfers, and a caller that waits for room, get their turn from the event loop, as for a later completion.
        if (_rests.Count > 0 || (_isAwaited && HasRoom(2)))
        {
            _completed.Signal();
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        for (Submit(); !IsIdle; Submit())
        {
            Wait();
        }
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        for (TakeAll(); _ring.UnderWay > 0; TakeAll())
        {
            Wait();
        }
        while (_rests.TryPop(out int slot))
        {
            End(slot, _slots.OutcomeOf(slot));
        }
    }

    /// <inheritdoc/>
    public void Replace(BackingFile file) => _ring.Replace(file.Descriptor);

    /// <summary>Handles completions that the ring has signaled.</summary>
    public void OnReady(EpollEvents events)
    {
        _ = _completed.Drain();
        _isAwaited = false;
        Submit();
        _completions.Continue();
    }

    public void Dispose()
    {
        _ring.Dispose();
        _completed.Dispose();
        _slots.Dispose();
    }

    // Polls: the filters of other threads do not allow a call that waits for the ring, and the wait is short, since what is in flight has reached
    // the disk.
    private static void Wait() => CurrentThread.Sleep(1);

    private bool HasRoom(int count) => _slots.Free >= count && _slots.Bytes < MostBytes;

    private void Offer(int slot, RingEntryFlags how)
    {
        ref readonly BlockOperation operation = ref _slots[slot];
        iovec* segments = _slots.SegmentsOf(slot, out int count);
        switch (operation.Kind)
        {
            case BlockOperationKind.Read:
                _ring.Read(segments, count, _slots.OffsetOf(slot), (ulong)slot, how);
                break;
            case BlockOperationKind.Write:
                _ring.Write(segments, count, _slots.OffsetOf(slot), (ulong)slot, how);
                break;
            case BlockOperationKind.Flush:
                _ring.Synchronise((ulong)slot);
                break;
            default:
                _ring.Allocate(operation.Allocation, operation.Offset, operation.Length, (ulong)slot);
                break;
        }
    }

    // After Listen, a completion that the second TakeAll misses signals the event loop.
    private void Collect()
    {
        TakeAll();
        _ring.Listen();
        TakeAll();
    }

    private void TakeAll()
    {
        while (_ring.TryTakeCompletion(out ulong tag, out int result))
        {
            int slot = (int)tag;
            if (_slots.TryEnd(slot, result, out BlockOutcome outcome))
            {
                End(slot, outcome);
            }
            else
            {
                _rests.Push(slot);
            }
        }
    }

    private void End(int slot, BlockOutcome outcome)
    {
        BlockOperation operation = _slots[slot];
        _slots.GiveBack(slot);
        _completions.Complete(operation, outcome);
    }
}
