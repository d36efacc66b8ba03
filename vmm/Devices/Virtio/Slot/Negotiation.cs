using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// What a driver may say to a device, and when, whatever bus they meet on (Virtio 1.2, 3.1): the status goes through its steps one by one,
/// and each of the other registers is taken only in the step where it belongs. What comes at another time is not taken. Every call holds the
/// link's gate.
/// </summary>
/// <param name="link">The device's link.</param>
/// <param name="device">The device.</param>
internal sealed class Negotiation(DriverLink link, IVirtioDevice device)
{
    private const DeviceStatus Acknowledged = DeviceStatus.VIRTIO_CONFIG_S_ACKNOWLEDGE;
    private const DeviceStatus HasDriver = Acknowledged | DeviceStatus.VIRTIO_CONFIG_S_DRIVER;
    private const DeviceStatus HasFeatures = HasDriver | DeviceStatus.VIRTIO_CONFIG_S_FEATURES_OK;
    private const DeviceStatus IsDone = HasFeatures | DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK;

    /// <summary>The device.</summary>
    internal IVirtioDevice Device => device;

    /// <summary>The device's link.</summary>
    internal DriverLink Link => link;

    /// <summary>What the device offers.</summary>
    internal VirtioFeatures Offered => device.Features | VirtioFeatures.Version1;

    /// <summary>Whether a new status begins or ends the device's work, which is the vmm thread's. From any thread.</summary>
    /// <param name="value">What the driver writes to the status.</param>
    internal static bool ChangesWork(uint value) => value == 0 || ((DeviceStatus)value & IsDone) == IsDone;

    /// <summary>Whether a driver comes by this status, the bits that can be set at any step aside.</summary>
    /// <param name="status">The status.</param>
    internal static bool IsStep(DeviceStatus status) => status == IsDone || Next(status) is not null;

    /// <summary>Whether the driver's reset has just been done, and what it had selected is forgotten too.</summary>
    /// <param name="value">What the driver writes to the status.</param>
    /// <returns>True after a reset.</returns>
    internal bool WriteStatus(uint value)
    {
        DeviceStatus status = link.Status;
        if (value == 0)
        {
            device.Reset();
            link.Reset();
            return true;
        }
        if ((value & (uint)DeviceStatus.VIRTIO_CONFIG_S_FAILED) != 0)
        {
            link.Status = status | DeviceStatus.VIRTIO_CONFIG_S_FAILED;
            return false;
        }
        if (Next(status) is { } next && value == (uint)next)
        {
            link.Status = next;
            if (link.Status == IsDone)
            {
                Activate();
            }
        }
        return false;
    }

    /// <summary>The driver acknowledges features; those that it was not offered are not taken.</summary>
    /// <param name="features">The features; those acknowledged before stay.</param>
    internal void WriteFeatures(VirtioFeatures features)
    {
        if (link.Status == HasDriver)
        {
            link.Features |= features & Offered;
        }
    }

    /// <summary>The driver says something of a queue.</summary>
    /// <param name="queue">The queue's number; any number.</param>
    /// <param name="write">Says it.</param>
    /// <param name="value">What it says.</param>
    internal void WriteQueue(uint queue, QueueRegisterWrite write, uint value)
    {
        if (link.Status == HasFeatures && queue < link.Queues.Length)
        {
            write(ref link.Queues[queue].Registers, value);
        }
    }

    /// <summary>The driver has seen why the device interrupted.</summary>
    /// <param name="causes">The causes.</param>
    internal void Acknowledge(InterruptCauses causes)
    {
        if (link.Status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK))
        {
            link.Acknowledge(causes);
        }
    }

    /// <summary>The driver writes to the configuration.</summary>
    /// <param name="offset">From its start; any number.</param>
    /// <param name="data">The bytes.</param>
    internal void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        const DeviceStatus Broken = DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET | DeviceStatus.VIRTIO_CONFIG_S_FAILED;
        if ((link.Status & (DeviceStatus.VIRTIO_CONFIG_S_DRIVER | Broken)) == DeviceStatus.VIRTIO_CONFIG_S_DRIVER)
        {
            device.WriteConfiguration(offset, data);
        }
    }

    /// <summary>Saves what was agreed on. No vCPU runs, and the device has drained.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state) => link.Save(ref state);

    /// <summary>Goes on from what another had agreed on. No vCPU runs; the device is told nothing, it loads its own.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">It is no such device's; no driver has said anything then.</exception>
    internal void Load(ref StateReader state) => link.Load(ref state, Offered);

    private static DeviceStatus? Next(DeviceStatus status) => status switch
    {
        0 => Acknowledged,
        Acknowledged => HasDriver,
        HasDriver => HasFeatures,
        HasFeatures => IsDone,
        _ => null,
    };

    private void Activate()
    {
        foreach (Virtqueue queue in link.Queues)
        {
            if (!queue.TryActivate(link.Features))
            {
                device.FailActivation();
                link.RequireReset();
                return;
            }
        }
        device.Activate();
        // A driver may ring before it is done; nobody listened then.
        foreach (EventFd doorbell in link.Doorbells)
        {
            doorbell.Signal();
        }
    }
}
