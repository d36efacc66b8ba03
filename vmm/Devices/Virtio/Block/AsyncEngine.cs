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
/// Does many operations at once, by a ring. They complete in any order. What the kernel has at hand it does before it returns to this thread;
/// pieces of long requests, and the rest of what it has done in part, are for workers of its own.
/// </summary>
internal sealed unsafe class AsyncEngine : IBlockEngine, IEventHandler
{
    // Bytes under way from which on no more are begun: eight turns', so that a fast disk always has work, and a pause that waits for a slow one
    // does not wait for a queue full of long requests.
    private const long MostBytes = 8 * TurnBudget.MostBytes;

    private readonly object _gate;
    private readonly Watch _watch;
    private readonly IBlockCompletions _completions;
    private readonly EventFd _completed = EventFd.Create();
    private readonly IoRing _ring;
    private readonly RingSlots _slots = new();

    // Slots of which the kernel has done a part, until it is asked for the rest.
    private readonly Stack<int> _rests = new(RingSlots.Capacity);
    private bool _isAwaited;

    /// <summary>Makes an engine.</summary>
    /// <param name="file">The drive's file.</param>
    /// <param name="completions">Hears what becomes of operations.</param>
    /// <param name="gate">The device's gate.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="VmmFailure">The host has no rings for this process.</exception>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal AsyncEngine(BackingFile file, IBlockCompletions completions, object gate, EventLoop loop)
    {
        _gate = gate;
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
        _watch = loop.Watch(_completed.Descriptor, this);
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
        // Rests, and who waited for room, have their turn from the loop, as if they had come later.
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

    /// <summary>Some operations are complete.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _ = _completed.Drain();
        lock (_gate)
        {
            _isAwaited = false;
            Submit();
            _completions.Continue();
        }
    }

    /// <summary>Ends the ring.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _ring.Dispose();
        _completed.Dispose();
        _slots.Dispose();
    }

    // Another thread's filter has no call to wait for a ring by, and nobody waits long: what is under way is on its way to the disk.
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

    // Completions that come while the last is taken signal the loop.
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
