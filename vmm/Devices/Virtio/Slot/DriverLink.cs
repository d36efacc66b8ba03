using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// The link between a device and its driver: queues, doorbells, negotiated features, status, interrupts, and the watches that call the device. Not
/// thread-safe: hold <see cref="Gate"/> to access the device or its link. The watches listen exactly while <see cref="IsActive"/>.
/// </summary>
internal sealed partial class DriverLink : IDisposable
{
    private const DeviceStatus Broken = DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET | DeviceStatus.VIRTIO_CONFIG_S_FAILED;

    private readonly IVirtioInterrupts _interrupts;

    /// <summary>Creates a link in its reset state.</summary>
    /// <param name="queueSizes">The maximum size of each queue.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal DriverLink(GuestMemory memory, ReadOnlySpan<ushort> queueSizes, IVirtioInterrupts interrupts, WatchGroup watches)
    {
        _interrupts = interrupts;
        Watches = watches;
        Queues = new Virtqueue[queueSizes.Length];
        Doorbells = new EventFd[queueSizes.Length];
        try
        {
            for (int index = 0; index < queueSizes.Length; index++)
            {
                Queues[index] = new Virtqueue(memory, queueSizes[index]);
                Doorbells[index] = EventFd.Create();
            }
        }
        catch (LinuxException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The lock to hold while accessing the device, on a vCPU's thread or the vmm thread.</summary>
    internal object Gate => Watches.Gate;

    /// <summary>The watches that call the device, with the gate held. A device adds its own when it is created.</summary>
    internal WatchGroup Watches { get; }

    /// <summary>Where limiters read the time, in nanoseconds of a monotonic clock.</summary>
    internal Func<ulong> Clock { get; set; } = () => MonotonicClock.Nanoseconds;

    /// <summary>Makes a limiter whose timer is one of the device's watches.</summary>
    /// <param name="limit">The rate limit; null for none.</param>
    /// <param name="onOver">Called with the gate held when a limiter that held something back has tokens again.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal RateLimiter LimiterOf(RateLimiterConfiguration? limit, Action onOver) =>
        new(limit ?? RateLimiterConfiguration.None, Watches, () => Clock(), onOver);

    internal Virtqueue[] Queues { get; }

    /// <summary>The doorbells by queue: KVM signals them for the driver, and the device may do so itself to get another turn.</summary>
    internal EventFd[] Doorbells { get; }

    internal DeviceStatus Status { get; set; }

    /// <summary>The features that the driver has accepted.</summary>
    internal VirtioFeatures Features { get; set; }

    /// <summary>
    /// The configuration generation: changes with the configuration space, so that a driver notices a torn read (Virtio 1.2, 2.5).
    /// </summary>
    internal uint Generation { get; private set; }

    /// <summary>Whether the driver uses the device: DRIVER_OK is set, and neither FAILED nor DEVICE_NEEDS_RESET.</summary>
    internal bool IsActive => (Status & (DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK | Broken)) == DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK;

    /// <summary>Sends a used buffer notification if the driver wants one (Virtio 1.2, 2.7.10).</summary>
    internal void SignalUsed(int queue)
    {
        if (Queues[queue].NeedsNotification())
        {
            _interrupts.SignalQueue(queue);
        }
    }

    /// <summary>Sends a used buffer notification again, whether the driver wants one or not: it may have missed the last one.</summary>
    internal void Remind(int queue) => _interrupts.SignalQueue(queue);

    /// <summary>
    /// Records a change of the configuration space, and notifies the driver if DRIVER_OK is set; before that, it reads the configuration anyway.
    /// </summary>
    internal void SignalConfiguration()
    {
        Generation++;
        InterruptForConfiguration();
    }

    /// <summary>Sets DEVICE_NEEDS_RESET, stops the device and notifies the driver (Virtio 1.2, 2.1.2). On the vmm thread.</summary>
    internal void RequireReset()
    {
        Status |= DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET;
        Watches.Silence();
        InterruptForConfiguration();
    }

    /// <summary>Sets FAILED for the driver, and stops the device. On the vmm thread.</summary>
    internal void Fail()
    {
        Status |= DeviceStatus.VIRTIO_CONFIG_S_FAILED;
        Watches.Silence();
    }

    /// <summary>Rings every doorbell, so that each queue gets a turn.</summary>
    internal void RingAll()
    {
        foreach (EventFd doorbell in Doorbells)
        {
            doorbell.Signal();
        }
    }

    /// <summary>Returns to the initial state. On the vmm thread.</summary>
    internal void Reset()
    {
        Watches.Silence();
        foreach (Virtqueue queue in Queues)
        {
            queue.Reset();
        }
        Features = VirtioFeatures.None;
        Status = 0;
    }

    /// <summary>Closes the doorbells that were created.</summary>
    public void Dispose() => Array.ForEach(Doorbells, doorbell => doorbell?.Dispose());

    private void InterruptForConfiguration()
    {
        if (Status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK))
        {
            _interrupts.SignalConfiguration();
        }
    }
}
