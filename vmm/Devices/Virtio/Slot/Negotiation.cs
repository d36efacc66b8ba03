using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// The initialization protocol of a device, independent of the transport (Virtio 1.2, 3.1): the status advances one step at a time, and other
/// registers can be written only in the step where they belong. Everything else is ignored. The caller holds the link's gate.
/// </summary>
internal sealed class Negotiation(DeviceName name, DriverLink link, IVirtioDevice device)
{
    private const DeviceStatus Acknowledged = DeviceStatus.VIRTIO_CONFIG_S_ACKNOWLEDGE;
    private const DeviceStatus HasDriver = Acknowledged | DeviceStatus.VIRTIO_CONFIG_S_DRIVER;
    private const DeviceStatus HasFeatures = HasDriver | DeviceStatus.VIRTIO_CONFIG_S_FEATURES_OK;
    private const DeviceStatus IsDone = HasFeatures | DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK;

    private readonly LogLimit _refusals = new();

    /// <summary>The features that the device offers.</summary>
    internal VirtioFeatures Offered => device.Features | VirtioFeatures.Version1;

    /// <summary>Whether a write to the status starts or stops the device, which must happen on the vmm thread. Callable from any thread.</summary>
    /// <param name="value">The value written to the status.</param>
    internal static bool ChangesWork(uint value) =>
        value == 0 || ((DeviceStatus)value & DeviceStatus.VIRTIO_CONFIG_S_FAILED) != 0 || ((DeviceStatus)value & IsDone) == IsDone;

    /// <summary>Whether a status can occur during initialization, apart from the bits that can be set at any time.</summary>
    internal static bool IsStep(DeviceStatus status) => status == IsDone || Next(status) is not null;

    /// <summary>Handles a write to the status.</summary>
    /// <returns>True after a reset: the transport then resets its own registers.</returns>
    internal bool WriteStatus(uint value)
    {
        if (value == 0)
        {
            device.Reset();
            link.Reset();
            return true;
        }
        if ((value & (uint)DeviceStatus.VIRTIO_CONFIG_S_FAILED) != 0)
        {
            link.Fail();
            return false;
        }
        if (Next(link.Status) is { } next && value == (uint)next)
        {
            link.Status = next;
            if (link.Status == IsDone)
            {
                Activate();
            }
        }
        return false;
    }

    /// <summary>Accepts features for the driver; ignores those that were not offered.</summary>
    /// <param name="features">The features, in addition to those accepted before.</param>
    internal void WriteFeatures(VirtioFeatures features)
    {
        if (link.Status == HasDriver)
        {
            link.Features |= features & Offered;
        }
    }

    /// <summary>Handles a write to a register of a queue.</summary>
    /// <param name="queue">The number of the queue; not validated.</param>
    internal void WriteQueue(uint queue, QueueRegisterWrite write, uint value)
    {
        if (link.Status == HasFeatures && queue < link.Queues.Length)
        {
            write(ref link.Queues[queue].Registers, value);
        }
    }

    /// <summary>Handles a read of the configuration space.</summary>
    /// <param name="offset">The offset; not validated.</param>
    /// <param name="data">Receives the value; zeroed before, and left so beyond the end of the configuration space.</param>
    internal void ReadConfiguration(ulong offset, Span<byte> data)
    {
        ReadOnlySpan<byte> configuration = device.Configuration;
        if (offset < (ulong)configuration.Length)
        {
            ReadOnlySpan<byte> rest = configuration[(int)offset..];
            rest[..Math.Min(rest.Length, data.Length)].CopyTo(data);
        }
    }

    /// <summary>Handles a write to the configuration space.</summary>
    /// <param name="offset">The offset; not validated.</param>
    internal void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        const DeviceStatus Broken = DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET | DeviceStatus.VIRTIO_CONFIG_S_FAILED;
        if ((link.Status & (DeviceStatus.VIRTIO_CONFIG_S_DRIVER | Broken)) == DeviceStatus.VIRTIO_CONFIG_S_DRIVER)
        {
            device.WriteConfiguration(offset, data);
        }
    }

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
        if (Refusal() is { } reason)
        {
            device.ActivationFailures.Increment();
            Log.Warning(Module.Machine, _refusals, $"{name}: the device cannot be activated and needs a reset: {reason}");
            link.RequireReset();
            return;
        }
        // The driver may have rung before DRIVER_OK, when no watch was listening.
        link.RingAll();
    }

    private string? Refusal()
    {
        foreach (Virtqueue queue in link.Queues.AsSpan(0, device.QueuesFor(link.Features, link.Queues.Length)))
        {
            if (!queue.TryActivate(link.Features))
            {
                return "a queue is not set up, or not in guest memory";
            }
        }
        if (device.Activate() is { } reason)
        {
            return reason;
        }
        if (link.Watches.TryListen() is { } error)
        {
            device.Reset();
            return error.ToString();
        }
        return null;
    }
}
