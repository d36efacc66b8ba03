using System.Runtime.InteropServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Mmds.Stack;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// The device's end of the metadata service: what the guest addresses to it never reaches the tap, and what it sends comes to the guest before the
/// tap's frames.
/// </summary>
internal sealed unsafe class MetadataPort : IEventHandler, IDisposable
{
    private readonly NetworkStack _stack;
    private readonly Action _deliver;
    private readonly TimerFd _timer = TimerFd.Create();

    // A frame without the device's header, on its way in either direction.
    private readonly byte* _frame = (byte*)NativeMemory.Alloc(FrameBuilder.MostLength);

    // When the timer goes off; never while it is not running. It is left running when the stack's deadline moves away, which each answer does.
    private ulong _alarm = SendWindow.Never;

    /// <param name="stack">The service's stack, disposed with the port.</param>
    /// <param name="watches">The device's watches; the timer becomes one of them.</param>
    /// <param name="deliver">Called when there are frames for the guest.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal MetadataPort(NetworkStack stack, WatchGroup watches, Action deliver)
    {
        (_stack, _deliver) = (stack, deliver);
        watches.Add(_timer.Descriptor, this);
    }

    /// <summary>Whether there may be a frame for the guest.</summary>
    internal bool IsBusy => _stack.IsBusy;

    /// <summary>Takes a frame of the guest if it is addressed to the service.</summary>
    /// <param name="length">The length of the frame with the device's header.</param>
    /// <returns>False when it is not.</returns>
    internal bool TryTake(ReadOnlySpan<GuestBuffer> frame, ulong length, ulong now)
    {
        Span<byte> front = stackalloc byte[NetworkStack.FrontLength];
        if (!_stack.Takes(front[..ChainBytes.Copy(frame, virtio_net_hdr_v1.Length, front)]))
        {
            return false;
        }
        if (length > virtio_net_hdr_v1.Length + NetworkStack.MostTaken)
        {
            _stack.Refuse();
            return true;
        }
        // Read once: the guest may change it at any time.
        Span<byte> whole = new(_frame, NetworkStack.MostTaken);
        _stack.Take(whole[..ChainBytes.Copy(frame, virtio_net_hdr_v1.Length, whole)], now);
        return true;
    }

    /// <summary>Delivers what the service has to say.</summary>
    internal void Flush()
    {
        if (_stack.IsBusy)
        {
            _deliver();
        }
    }

    /// <summary>Writes a frame of the service, with the device's header, to the driver's buffers.</summary>
    /// <param name="room">The bytes of the segments: a frame that fills them does not fit.</param>
    /// <param name="frame">The length of the frame with its header, or the segments' if it does not fit.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryRead(iovec* segments, ulong room, ulong now, out IoResult frame)
    {
        frame = default;
        int length = _stack.Give(new Span<byte>(_frame, FrameBuilder.MostLength), now);
        if (length == 0)
        {
            // Only now is it known what has to be answered in time.
            SetTimer();
            return false;
        }
        frame = IoResult.From(virtio_net_hdr_v1.Length + length);
        if ((ulong)frame.Count >= room)
        {
            frame = IoResult.From((nint)room);
            _stack.Metrics.SendFailures.Increment();
            return true;
        }
        Span<byte> header = stackalloc byte[virtio_net_hdr_v1.Length];
        header.Clear();
        Scatter.Fill(segments, 0, header);
        Scatter.Fill(segments, virtio_net_hdr_v1.Length, new ReadOnlySpan<byte>(_frame, length));
        _stack.Metrics.Sent.Increment();
        _stack.Metrics.SentFrames.Increment();
        _stack.Metrics.SentBytes.Add(length);
        return true;
    }

    /// <summary>The timer went off.</summary>
    public void OnReady(EpollEvents events)
    {
        _timer.Drain();
        _alarm = SendWindow.Never;
        _stack.OnTime(MonotonicClock.Nanoseconds);
        _deliver();
        SetTimer();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stack.Dispose();
        NativeMemory.Free(_frame);
    }

    // For the next time-out, unless the timer goes off earlier anyway.
    private void SetTimer()
    {
        ulong deadline = _stack.Deadline;
        if (deadline < _alarm)
        {
            ulong now = MonotonicClock.Nanoseconds;
            ulong rest = deadline > now ? deadline - now : 0;
            // Up to the next tick, and at least one: zero would stop the timer.
            _timer.Start(TimeSpan.FromTicks((long)(rest / TimeSpan.NanosecondsPerTick) + 1), TimeSpan.Zero);
            _alarm = deadline;
        }
    }
}
