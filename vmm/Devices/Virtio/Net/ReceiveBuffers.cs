using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The driver's receive buffers: takes them from the queue until a frame of any length fits, and gives those that a frame filled back.</summary>
internal sealed unsafe class ReceiveBuffers : IDisposable
{
    // Of a driver that neither merges nor takes long frames: an Ethernet frame and its header (Virtio 1.2, 5.1.6.3.1).
    private const int LeastPlainChain = 1526;

    private readonly DriverLink _link;
    private readonly GuestMemory _memory;
    private readonly Tap _tap;
    private readonly InterfaceMetrics _metrics;
    private readonly DescriptorChain _chain;
    private readonly ReceiveRing _ring = new();
    private bool _merges;
    private ulong _leastChain;
    private ulong _mostFrame;

    // Whether the chain that was popped last is valid, and long enough.
    private bool _isFit;

    internal ReceiveBuffers(DriverLink link, GuestMemory memory, Tap tap, InterfaceMetrics metrics)
    {
        (_link, _memory, _tap, _metrics) = (link, memory, tap, metrics);
        _chain = new DescriptorChain(memory);
    }

    private Virtqueue Queue => _link.Queues[NetDevice.ReceiveQueue];

    // With merging, several chains together. Without, each chain has been checked to hold a frame.
    private bool IsEnough => _ring.Capacity >= _mostFrame || (!_merges && _ring.Chains > 0);

    // A queue that is shorter than the longest frame never has more than this: then frames come that fit, and others are lost. A direct chain has as
    // many descriptors as buffers.
    private bool IsAll => _ring.Buffers >= Queue.Registers.Size;

    /// <param name="features">What the driver has accepted.</param>
    internal void Start(VirtioFeatures features)
    {
        bool isLong = NetFeatures.TakesLongFrames(features);
        _merges = _ring.Joins = features.HasFlag(NetFeatures.Merging);
        _mostFrame = isLong ? Tap.MostFrame : (ulong)_tap.MostPlainFrame;
        _leastChain = (ulong)(_merges ? virtio_net_hdr_v1.Length : isLong ? Tap.MostFrame : LeastPlainChain);
    }

    /// <summary>Takes chains until a frame of any length fits; enables the doorbell if there are too few.</summary>
    /// <returns>False when a frame has to wait.</returns>
    internal bool TryGather()
    {
        if (IsEnough)
        {
            return true;
        }
        Queue.DisableNotification();
        // A driver that returns invalid chains as fast as they are refused gets another turn, after other devices had theirs.
        for (int taken = 0; taken < Virtqueue.MaximumSize; taken++)
        {
            switch (Queue.Pop(_chain))
            {
                case QueuePop.Broken:
                    _metrics.EventFailures.Increment();
                    _link.RequireReset();
                    return false;
                case QueuePop.Empty when IsEnough:
                    return true;
                case QueuePop.Empty when Queue.TryEnableNotification():
                    return IsAll;
                case QueuePop.Chain when !TryKeep() && !TryRefuse():
                    // Frames use the chains before it first, as far as they fit.
                    Queue.UndoPop();
                    return true;
                default:
                    // A chain was taken or refused, or became available while the doorbell was being enabled.
                    break;
            }
        }
        if (!IsEnough)
        {
            _link.Doorbells[NetDevice.ReceiveQueue].Signal();
        }
        return IsEnough;
    }

    /// <summary>
    /// Selects the buffers for a read; <see cref="Uncover"/> must follow. With merging they hold the longest frame of all if there are as many: whoever
    /// may configure the tap can have raised its MTU.
    /// </summary>
    /// <param name="count">The number of segments.</param>
    /// <param name="room">The bytes that they hold: a frame that fills them did not fit.</param>
    internal iovec* Cover(out int count, out ulong room) => _ring.Cover(_merges ? Tap.MostFrame + 1 : _ring.First, out count, out room);

    /// <param name="count">The number of segments that were selected.</param>
    internal void Uncover(int count) => _ring.Uncover(count);

    /// <summary>Completes the header of a frame.</summary>
    /// <param name="length">The length of the frame at the front, with its header.</param>
    internal void Finish(int length) => _ring.WriteCount(_ring.ChainsOf((ulong)length));

    /// <summary>Gives all chains of a frame to the driver, at once, and at the latest when the turn is over.</summary>
    /// <param name="length">The length of the frame at the front, with its header.</param>
    internal void Publish(int length)
    {
        for (ulong rest = (ulong)length; rest > 0;)
        {
            (ushort head, ulong room) = _ring.Take();
            ulong written = Math.Min(rest, room);
            Queue.AddUsed(head, (uint)written);
            rest -= written;
        }
        Queue.PublishSoon();
    }

    /// <summary>Puts all chains back into the queue.</summary>
    internal void PutBack()
    {
        for (int rest = _ring.Chains; rest > 0; rest--)
        {
            Queue.UndoPop();
        }
        _ring.Clear();
    }

    /// <summary>Forgets all chains: their driver is gone.</summary>
    internal void Forget() => _ring.Clear();

    public void Dispose() => _ring.Dispose();

    // False when the chain is invalid, or when there is no room for it.
    private bool TryKeep()
    {
        ulong length = 0;
        foreach (ref readonly GuestBuffer buffer in _chain.Buffers)
        {
            length += buffer.Length;
        }
        // Readable buffers come first, so if the first one is writable, all are.
        _isFit = _chain.IsSound && _chain.Buffers[0].IsWritable && length >= _leastChain;
        if (!_isFit || !_ring.TryAdd(_chain, length))
        {
            return false;
        }
        GuestBuffer.MarkWritten(_memory, _chain.Buffers);
        return true;
    }

    // Returns an invalid chain to the driver, unless it has to wait for those before it: chains can be put back only without a gap.
    private bool TryRefuse()
    {
        if (_isFit || _ring.Chains > 0)
        {
            return false;
        }
        _metrics.Receive.Failures.Increment();
        Queue.PushUsed(_chain.Head, 0);
        return true;
    }
}
