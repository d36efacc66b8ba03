using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Entropy;

/// <summary>A virtio entropy device (Virtio 1.2, 5.4): the host kernel writes random bytes straight to the guest's buffers.</summary>
internal sealed class EntropyDevice : IVirtioDevice, IChainHandler
{
    // The maximum number of bytes per request, 64 KiB as in Firecracker: about 150 us of the thread's time, whatever the guest asks for.
    private const long MostPerRequest = 64 << 10;

    private readonly QueueService _service;
    private readonly GuestMemory _memory;
    private readonly RateLimiter _limiter;
    private readonly EntropyMetrics _metrics;

    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal EntropyDevice(
        DriverLink link, GuestMemory memory, EntropyConfiguration configuration, EntropyMetrics metrics)
    {
        _service = new QueueService(link, 0, memory, this);
        _memory = memory;
        _limiter = link.LimiterOf(configuration.Limit, OnLimitOver);
        _metrics = metrics;
    }

    internal static DeviceName Name { get; } = new("entropy");

    /// <summary>The maximum size of its one queue.</summary>
    internal static ReadOnlySpan<ushort> QueueSizes => [Virtqueue.MaximumSize];

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_RNG;

    /// <inheritdoc/>
    public VirtioFeatures Features => VirtioFeatures.None;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => default;

    /// <inheritdoc/>
    public Counter ActivationFailures => _metrics.ActivationFailures;

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        // The device has no configuration space.
    }

    /// <inheritdoc/>
    public string? Activate() => null;

    /// <inheritdoc/>
    public void Reset()
    {
        // Every request completes within its turn.
    }

    /// <inheritdoc/>
    public void OnNotify(int queue)
    {
        _metrics.Doorbells.Increment();
        Serve();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        // Readable buffers come first, so if the first one is writable, all are.
        if (!chain.IsSound || !chain.Buffers[0].IsWritable)
        {
            _metrics.EventFailures.Increment();
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }
        if (!_limiter.TryTakeRequest(ChainBytes.LengthOf(chain.Buffers)))
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

    /// <inheritdoc/>
    public void Drain()
    {
        // Every request completes within its turn.
    }

    /// <inheritdoc/>
    public void SaveOwn(ref StateWriter state) => _limiter.Save(ref state);

    /// <inheritdoc/>
    public void LoadOwn(ref StateReader state) => _limiter.Load(ref state);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

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
                _memory.MarkWritten(new GuestAddress(buffer.Address.Value + (ulong)done), (ulong)part.Count);
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
        _service.SignalUsed();
    }

    private void OnLimitOver()
    {
        _metrics.LimiterEvents.Increment();
        Serve();
    }
}
