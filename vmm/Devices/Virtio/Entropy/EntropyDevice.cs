using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Entropy;

/// <summary>A source of random numbers (Virtio 1.2, 5.4): the kernel's, put straight into the guest's buffers.</summary>
internal sealed class EntropyDevice : IVirtioDevice, IChainHandler, IDisposable
{
    // The most bytes for one request, 64 KiB as in Firecracker: some 150 us of the thread's time, whatever the guest asks for.
    private const long MostPerRequest = 64 << 10;

    private readonly DriverLink _link;
    private readonly QueueService _service;
    private readonly RateLimiter _limiter;
    private readonly EntropyMetrics _metrics;

    /// <summary>Makes a source.</summary>
    /// <param name="link">Its one queue.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="configuration">How fast the guest may have them.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="metrics">Count what it does.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal EntropyDevice(
        DriverLink link, GuestMemory memory, EntropyConfiguration configuration, EventLoop loop, EntropyMetrics metrics)
    {
        _link = link;
        _service = new QueueService(link, 0, memory, this);
        _limiter = new RateLimiter(
            configuration.Limit ?? RateLimiterConfiguration.None, loop, () => MonotonicClock.Nanoseconds, OnLimitOver);
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_RNG;

    /// <inheritdoc/>
    public VirtioFeatures Features => VirtioFeatures.None;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => default;

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        // There is none.
    }

    /// <inheritdoc/>
    public void Activate()
    {
        // The queue is all that it needs.
    }

    /// <inheritdoc/>
    public void FailActivation() => _metrics.ActivationFailures.Increment();

    /// <inheritdoc/>
    public void Reset()
    {
        // No request outlives its turn.
    }

    /// <inheritdoc/>
    public void OnDoorbell(int queue)
    {
        _metrics.Doorbells.Increment();
        Serve();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        // Those to read come first: when the first is to write, all are.
        if (!chain.IsSound || !chain.Buffers[0].IsWritable)
        {
            _metrics.EventFailures.Increment();
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }
        if (!_limiter.TryTakeRequest(LengthOf(chain)))
        {
            _metrics.Throttled.Increment();
            return false;
        }
        long filled = Fill(chain.Buffers);
        _service.Spend(filled);
        _metrics.Bytes.Add(filled);
        _service.Queue.PushUsed(chain.Head, (uint)filled);
        return true;
    }

    /// <summary>Leaves the loop.</summary>
    public void Dispose() => _limiter.Dispose();

    private static ulong LengthOf(DescriptorChain chain)
    {
        ulong length = 0;
        foreach (GuestBuffer buffer in chain.Buffers)
        {
            length += buffer.Length;
        }
        return length;
    }

    private unsafe long Fill(ReadOnlySpan<GuestBuffer> buffers)
    {
        long filled = 0;
        foreach (GuestBuffer buffer in buffers)
        {
            for (long done = 0; done < buffer.Length && filled < MostPerRequest;)
            {
                IoResult part = RandomBytes.TryFill(buffer.Start + done, Math.Min(buffer.Length - done, MostPerRequest - filled));
                if (part.Errno == Errno.EINTR)
                {
                    continue;
                }
                if (part.Failed)
                {
                    _metrics.HostFailures.Increment();
                    return filled;
                }
                done += part.Count;
                filled += part.Count;
            }
        }
        return filled;
    }

    private void Serve()
    {
        if (_service.TakeTurn(out _) == QueuePop.Broken)
        {
            _metrics.EventFailures.Increment();
        }
        _link.SignalUsed(_service.Queue);
    }

    private void OnLimitOver()
    {
        _metrics.LimiterEvents.Increment();
        lock (_link.Gate)
        {
            if (_link.IsActive)
            {
                Serve();
            }
        }
    }
}
