using System.Runtime.InteropServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Rings;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Does many operations at once, by a ring. They complete in any order.</summary>
internal sealed unsafe class AsyncEngine : IBlockEngine, IEventHandler
{
    // Segments of operations that were begun and not yet submitted: four requests as long as a queue allows, or a hundred ordinary ones.
    // With less room they are only submitted more often.
    private const int SegmentCapacity = 4 * Virtqueue.MaximumSize;

    private readonly object _gate;
    private readonly EventLoop _loop;
    private readonly IBlockCompletions _completions;
    private readonly EventFd _completed = EventFd.Create();
    private readonly IoRing _ring;
    private readonly BlockOperation[] _operations = new BlockOperation[IoRing.Capacity];
    private readonly Stack<int> _free = new(IoRing.Capacity);
    private readonly iovec* _segments = (iovec*)NativeMemory.Alloc(SegmentCapacity, (nuint)sizeof(iovec));
    private int _segmentCount;
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
        _loop = loop;
        _completions = completions;
        try
        {
            _ring = new IoRing(file.Descriptor, _completed);
        }
        catch (Exception refusal) when (refusal is LinuxException or PlatformNotSupportedException)
        {
            _completed.Dispose();
            throw new VmmFailure(
                $"io_engine Async needs io_uring: {refusal.Message}; use Linux 5.10.51 or later with kernel.io_uring_disabled=0, or io_engine Sync");
        }
        for (int slot = IoRing.Capacity - 1; slot >= 0; slot--)
        {
            _free.Push(slot);
        }
        loop.Add(_completed.Descriptor, EpollEvents.EPOLLIN, this);
    }

    /// <inheritdoc/>
    public bool TryMakeRoom(int count)
    {
        if (_ring.Room < count)
        {
            Submit();
        }
        _isAwaited = _ring.Room < count;
        return !_isAwaited;
    }

    /// <inheritdoc/>
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        if (data.Length > SegmentCapacity - _segmentCount)
        {
            Submit();
        }
        int slot = _free.Pop();
        _operations[slot] = operation;
        iovec* segments = _segments + _segmentCount;
        switch (operation.Kind)
        {
            case BlockOperationKind.Read:
                Scatter.Write(data, segments);
                _segmentCount += data.Length;
                _ring.Read(segments, data.Length, operation.Offset, (ulong)slot);
                break;
            case BlockOperationKind.Write:
                Scatter.Write(data, segments);
                _segmentCount += data.Length;
                _ring.Write(segments, data.Length, operation.Offset, (ulong)slot);
                break;
            case BlockOperationKind.Flush:
                _ring.Synchronise((ulong)slot);
                break;
            default:
                _ring.Allocate(operation.Allocation, operation.Offset, operation.Length, (ulong)slot);
                break;
        }
    }

    /// <inheritdoc/>
    public void Submit()
    {
        _ring.Submit();
        _segmentCount = 0;
        Collect();
        if (_isAwaited && _ring.Room > 1)
        {
            // Who waited for room is called from the loop, as if it had come later.
            _completed.Signal();
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        while (true)
        {
            Collect();
            if (_ring.UnderWay == 0)
            {
                return;
            }
            // Another thread's filter has no call to wait for a ring by, and nobody waits long: what is under way is on its way to the disk.
            CurrentThread.Sleep(1);
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
            Collect();
            _isAwaited = false;
            _completions.Continue();
        }
    }

    /// <summary>Ends the ring.</summary>
    public void Dispose()
    {
        _loop.Remove(_completed.Descriptor, this);
        _ring.Dispose();
        _completed.Dispose();
        NativeMemory.Free(_segments);
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
            BlockOperation operation = _operations[slot];
            _free.Push(slot);
            _completions.Complete(operation, result < 0 ? new BlockOutcome(0, new Errno(-result)) : new BlockOutcome(result, default));
        }
    }
}
