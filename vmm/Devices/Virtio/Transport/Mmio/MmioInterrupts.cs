using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>One interrupt line, with a register that tells why it was raised (Virtio 1.2, 4.2.3.4). Thread-safe.</summary>
internal sealed class MmioInterrupts(IInterruptLine line, InterruptMetrics metrics) : IVirtioInterrupts
{
    private int _pending;

    /// <summary>The causes that the driver has not acknowledged yet.</summary>
    internal InterruptCauses Pending
    {
        get => (InterruptCauses)Volatile.Read(ref _pending);
        set => Volatile.Write(ref _pending, (int)value);
    }

    /// <inheritdoc/>
    public void SignalQueue(int queue)
    {
        metrics.Triggers.Increment();
        Raise(InterruptCauses.VIRTIO_MMIO_INT_VRING);
    }

    /// <inheritdoc/>
    public void SignalConfiguration()
    {
        metrics.ConfigurationUpdates.Increment();
        Raise(InterruptCauses.VIRTIO_MMIO_INT_CONFIG);
    }

    internal void Acknowledge(InterruptCauses causes) => Interlocked.And(ref _pending, ~(int)causes);

    private void Raise(InterruptCauses cause)
    {
        Interlocked.Or(ref _pending, (int)cause);
        line.Raise();
    }
}
