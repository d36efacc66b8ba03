using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// What a device has towards its driver: queues with their doorbells, the features agreed on, the status, and the interrupt. One thread at a
/// time: whoever touches device or link holds <see cref="Gate"/>.
/// </summary>
internal sealed partial class DriverLink : IDisposable
{
    private readonly IInterruptLine _line;
    private readonly InterruptMetrics _metrics;
    private int _pending;

    /// <summary>Makes a link that no driver has touched.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="queueCount">The device's queues.</param>
    /// <param name="line">The device's interrupt.</param>
    /// <param name="metrics">Count interrupts.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal DriverLink(GuestMemory memory, int queueCount, IInterruptLine line, InterruptMetrics metrics)
    {
        _line = line;
        _metrics = metrics;
        Queues = new Virtqueue[queueCount];
        Doorbells = new EventFd[queueCount];
        for (int index = 0; index < queueCount; index++)
        {
            Queues[index] = new Virtqueue(memory);
            Doorbells[index] = EventFd.Create();
        }
    }

    /// <summary>Held by whoever touches the device: a vCPU's thread or the vmm thread.</summary>
    internal object Gate { get; } = new();

    /// <summary>The queues.</summary>
    internal Virtqueue[] Queues { get; }

    /// <summary>What the kernel signals on the driver's behalf, by queue; the device may too, to have another turn later.</summary>
    internal EventFd[] Doorbells { get; }

    /// <summary>How far the driver has come.</summary>
    internal DeviceStatus Status { get; set; }

    /// <summary>What the driver has acknowledged of what the device offers.</summary>
    internal VirtioFeatures Features { get; set; }

    /// <summary>Changes with the configuration, so that a driver that reads it in parts can tell.</summary>
    internal uint Generation { get; private set; }

    /// <summary>What the interrupt was raised for, until the driver acknowledges it. From any thread.</summary>
    internal InterruptCauses Pending => (InterruptCauses)Volatile.Read(ref _pending);

    /// <summary>Whether the device works for the driver.</summary>
    internal bool IsActive =>
        (Status & (DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK | DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET | DeviceStatus.VIRTIO_CONFIG_S_FAILED))
            == DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK;

    /// <summary>Sends a used buffer notification if the driver wants one (Virtio 1.2, 2.7.10).</summary>
    /// <param name="queue">The queue.</param>
    internal void SignalUsed(Virtqueue queue)
    {
        if (queue.NeedsNotification())
        {
            _metrics.Triggers.Increment();
            Raise(InterruptCauses.VIRTIO_MMIO_INT_VRING);
        }
    }

    /// <summary>Sends a configuration change notification.</summary>
    internal void SignalConfiguration()
    {
        Generation++;
        InterruptForConfiguration();
    }

    /// <summary>Tells the driver that nothing more will come before it resets the device (Virtio 1.2, 2.1.2).</summary>
    internal void RequireReset()
    {
        Status |= DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET;
        InterruptForConfiguration();
    }

    /// <summary>Forgets what the interrupt was raised for.</summary>
    /// <param name="causes">Of these.</param>
    internal void Acknowledge(InterruptCauses causes) => Interlocked.And(ref _pending, ~(int)causes);

    /// <summary>Forgets the driver.</summary>
    internal void Reset()
    {
        foreach (Virtqueue queue in Queues)
        {
            queue.Reset();
        }
        Features = VirtioFeatures.None;
        Status = 0;
        Volatile.Write(ref _pending, 0);
    }

    /// <summary>Closes the doorbells.</summary>
    public void Dispose() => Array.ForEach(Doorbells, doorbell => doorbell.Dispose());

    // Before the driver works it reads the configuration anyway (Virtio 1.2, 2.1.2).
    private void InterruptForConfiguration()
    {
        if (!Status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK))
        {
            return;
        }
        _metrics.ConfigurationUpdates.Increment();
        Raise(InterruptCauses.VIRTIO_MMIO_INT_CONFIG);
    }

    private void Raise(InterruptCauses cause)
    {
        Interlocked.Or(ref _pending, (int)cause);
        _line.Raise();
    }
}
