using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Mmds.Stack;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// From the host to the guest. The tap is asked for a frame only when the driver's buffers hold any that it may give, and the kernel writes the frame
/// there by one readv(2). Further frames wait in the tap, whose own queue decides how many.
/// </summary>
internal sealed unsafe class ReceivePath : IEventHandler, IDisposable
{
    private readonly DriverLink _link;
    private readonly ReceiveMetrics _metrics;
    private readonly InterfaceMetrics _all;
    private readonly LogLimit _lost = new();
    private TurnBudget _budget;
    private FrameTally _turn;

    // The length of a frame that is in the first chains already, but that the limiter holds back; 0 if there is none.
    private int _held;

    /// <param name="limit">The rate limit; null for none.</param>
    /// <param name="metadata">The metadata service's stack; null if the guest cannot reach the service here.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal ReceivePath(
        DriverLink link, GuestMemory memory, Tap tap, RateLimiterConfiguration? limit, NetworkStack? metadata, InterfaceMetrics metrics)
    {
        (_link, _all, _metrics) = (link, metrics, metrics.Receive);
        Buffers = new ReceiveBuffers(link, memory, tap, metrics);
        Limiter = link.LimiterOf(limit, OnLimitOver);
        Port = new TapPort(tap, link.Watches, this);
        Metadata = metadata is null ? null : new MetadataPort(metadata, link.Watches, Serve);
    }

    /// <summary>The tap, which the other direction shares.</summary>
    internal TapPort Port { get; }

    /// <summary>The metadata service, which the other direction shares; or null.</summary>
    internal MetadataPort? Metadata { get; }

    internal RateLimiter Limiter { get; }

    private ReceiveBuffers Buffers { get; }

    /// <summary>The driver is there, and its features are known.</summary>
    internal void Start() => Buffers.Start(_link.Features);

    /// <summary>The driver made buffers available.</summary>
    internal void OnNotify()
    {
        _metrics.Doorbells.Increment();
        Serve();
    }

    /// <summary>The tap has frames, or is gone.</summary>
    public void OnReady(EpollEvents events)
    {
        if ((events & EpollEvents.EPOLLERR) != 0)
        {
            Port.Lose();
            return;
        }
        _metrics.TapEvents.Increment();
        Serve();
    }

    /// <summary>Gives a frame that the limiter holds back to the driver, and puts all other chains back.</summary>
    internal void Drain()
    {
        Publish();
        Buffers.PutBack();
        _link.SignalUsed(NetDevice.ReceiveQueue);
    }

    /// <summary>Forgets what was taken.</summary>
    internal void Reset()
    {
        _held = 0;
        Buffers.Forget();
    }

    public void Dispose()
    {
        Metadata?.Dispose();
        Limiter.Dispose();
        Buffers.Dispose();
    }

    private void OnLimitOver()
    {
        _metrics.LimiterEvents.Increment();
        Serve();
    }

    private void Serve()
    {
        _budget = default;
        Port.Hear(TakeFrames());
        _metrics.Count(in _turn);
        _turn = default;
        _link.SignalUsed(NetDevice.ReceiveQueue);
    }

    // Returns whether it could take another frame at once. If not, a doorbell or the limiter's timer calls again.
    private bool TakeFrames()
    {
        if (!TryDeliver())
        {
            return false;
        }
        while (_budget.TryGoOn())
        {
            if (!Buffers.TryGather())
            {
                _metrics.NoBuffers.Increment();
                return false;
            }
            IoResult frame = Read(out ulong room);
            if (frame.Failed)
            {
                return !HasFailed(frame.Errno);
            }
            _budget.Spend(frame.Count);
            if ((ulong)frame.Count == room)
            {
                Lose(room - 1);
                continue;
            }
            _held = frame.Count;
            Buffers.Finish(_held);
            _turn.Deliver(_held);
            if (!TryDeliver())
            {
                return false;
            }
        }
        if (Metadata is { IsBusy: true })
        {
            // No descriptor tells of its frames.
            _link.Doorbells[NetDevice.ReceiveQueue].Signal();
        }
        return true;
    }

    private IoResult Read(out ulong room)
    {
        iovec* segments = Buffers.Cover(out int count, out room);
        if (Metadata is not { IsBusy: true } metadata || !metadata.TryRead(segments, room, _budget.Now, out IoResult result))
        {
            result = Port.Read(segments, count);
        }
        Buffers.Uncover(count);
        return result;
    }

    private bool TryDeliver()
    {
        if (Limiter.IsBlocked || (_held > 0 && !Limiter.TryTakeRequest((ulong)_held)))
        {
            _metrics.Throttled.Increment();
            return false;
        }
        Publish();
        return true;
    }

    private void Publish()
    {
        if (_held > 0)
        {
            Buffers.Publish(_held);
            _held = 0;
        }
    }

    private bool HasFailed(Errno error)
    {
        if (error == Errno.EAGAIN)
        {
            return false;
        }
        _metrics.ReadFailures.Increment();
        _all.EventFailures.Increment();
        return error == Errno.EBADFD;
    }

    private void Lose(ulong capacity)
    {
        _metrics.Failures.Increment();
        Log.Warning(
            Module.Net, _lost,
            $"{Excerpt.Of(Port.Name)}: a frame of more than {capacity} bytes is lost, since the driver has no room for it; lower the tap's MTU");
    }
}
