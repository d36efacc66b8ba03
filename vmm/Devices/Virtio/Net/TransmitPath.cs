using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Devices;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>From the guest to the host: each chain is a frame, which one writev(2) gives to the tap straight from guest memory.</summary>
internal sealed unsafe class TransmitPath : IChainHandler, IDisposable
{
    private readonly TapPort _port;
    private readonly MetadataPort? _metadata;
    private readonly MacAddress? _address;
    private readonly InterfaceMetrics _all;
    private readonly TransmitMetrics _metrics;
    private readonly QueueService _service;
    private readonly iovec* _segments = (iovec*)NativeMemory.Alloc(Virtqueue.MaximumSize, (nuint)sizeof(iovec));

    private FrameTally _turn;

    /// <param name="metadata">The metadata service; null if the guest cannot reach it here.</param>
    /// <param name="network">Its address, from which the guest should send, and its rate limit.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal TransmitPath(
        DriverLink link, GuestMemory memory, TapPort port, MetadataPort? metadata, NetworkInterfaceConfiguration network, InterfaceMetrics metrics)
    {
        (_port, _metadata, _address, _all, _metrics) = (port, metadata, network.Address, metrics, metrics.Transmit);
        _service = new QueueService(link, NetDevice.TransmitQueue, memory, this) { Patience = new Patience() };
        Limiter = link.LimiterOf(network.SendLimit, OnLimitOver);
    }

    internal RateLimiter Limiter { get; }

    /// <summary>The driver made frames available.</summary>
    internal void OnNotify()
    {
        _metrics.Doorbells.Increment();
        if (Limiter.IsBlocked)
        {
            _metrics.Throttled.Increment();
            return;
        }
        Serve();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        _turn.Take(_service.Queue.Known);
        // Writable buffers come last, so if the last one is readable, all are.
        if (!chain.IsSound || chain.Buffers[^1].IsWritable)
        {
            _metrics.Failures.Increment();
            Return(chain);
            return true;
        }
        ulong length = ChainBytes.LengthOf(chain.Buffers);
        if (_metadata is not null && length <= Tap.MostFrame && _metadata.TryTake(chain.Buffers, length, _service.Now))
        {
            // It uses nothing of the host's network, so the limiter does not count it.
            _service.Spend((long)length);
            Return(chain);
            return true;
        }
        if (length <= Tap.MostFrame && !Limiter.TryTakeRequest(length))
        {
            _metrics.Throttled.Increment();
            return false;
        }
        if (length is < virtio_net_hdr_v1.Length or > Tap.MostFrame)
        {
            _metrics.Malformed.Increment();
        }
        else
        {
            Send(chain.Buffers, (int)length);
        }
        Return(chain);
        return true;
    }

    public void Dispose()
    {
        Limiter.Dispose();
        NativeMemory.Free(_segments);
    }

    private void Return(DescriptorChain chain)
    {
        _service.Queue.AddUsed(chain.Head, 0);
        _service.Queue.PublishSoon();
    }

    private void Send(ReadOnlySpan<GuestBuffer> frame, int length)
    {
        Scatter.Write(frame, _segments);
        bool isSent = _port.TryWrite(_segments, frame.Length);
        ulong now = MonotonicClock.Nanoseconds;
        _all.WriteTime.Add(now - _service.Now);
        _service.Spend(length, now);
        if (isSent)
        {
            _turn.Deliver(length);
        }
        else
        {
            _metrics.WriteFailures.Increment();
        }
        // After the write: the kernel has brought every page of the frame in by then.
        if (_address is { } address && EthernetSource.Of(frame, length) is { } source && source != address)
        {
            _metrics.Spoofed.Increment();
        }
    }

    private void OnLimitOver()
    {
        _metrics.LimiterEvents.Increment();
        Serve();
    }

    private void Serve()
    {
        switch (_service.TakeTurn(out int taken))
        {
            case QueuePop.Broken:
                _all.EventFailures.Increment();
                break;
            case QueuePop.Empty when taken == 0:
                _metrics.IdleDoorbells.Increment();
                break;
            default:
                break;
        }
        _metrics.Count(in _turn);
        _turn = default;
        _service.SignalUsed();
        _metadata?.Flush();
    }
}
