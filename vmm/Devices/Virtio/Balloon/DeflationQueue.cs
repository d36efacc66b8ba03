using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>The queue of pages that the guest takes back. Nothing is done for them: the host gives zero pages when the guest uses them.</summary>
internal sealed class DeflationQueue : IChainHandler
{
    private const int Number = (int)BalloonRole.Deflation;

    private readonly QueueService _service;
    private readonly BalloonMetrics _metrics;

    internal DeflationQueue(DriverLink link, GuestMemory memory, BalloonMetrics metrics)
    {
        _service = new QueueService(link, Number, memory, this);
        _metrics = metrics;
    }

    /// <summary>Serves the queue for a turn.</summary>
    internal void Serve()
    {
        if (_service.TakeTurn(out int taken) == QueuePop.Broken)
        {
            _metrics.EventFailures.Increment();
        }
        if (taken > 0)
        {
            _metrics.Deflations.Increment();
        }
        _service.SignalUsed();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        if (!chain.IsSound)
        {
            _metrics.EventFailures.Increment();
        }
        _service.Queue.PushUsed(chain.Head, 0);
        return true;
    }
}
