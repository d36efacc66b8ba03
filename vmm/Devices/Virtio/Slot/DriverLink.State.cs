using System.Threading;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

// What device and driver have agreed on. Doorbells are not saved: whoever resumes a device rings every one.
internal sealed partial class DriverLink
{
    private const string Section = "virtio";
    private const ushort Version = 1;

    private const DeviceStatus EveryStatus = DeviceStatus.VIRTIO_CONFIG_S_ACKNOWLEDGE
        | DeviceStatus.VIRTIO_CONFIG_S_DRIVER
        | DeviceStatus.VIRTIO_CONFIG_S_FEATURES_OK
        | DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK
        | AtAnyStep;

    private const DeviceStatus AtAnyStep = DeviceStatus.VIRTIO_CONFIG_S_NEEDS_RESET | DeviceStatus.VIRTIO_CONFIG_S_FAILED;

    /// <summary>Saves it and its queues. No vCPU runs, and the device has drained.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteEnum(Status);
        state.WriteEnum(Features);
        state.WriteUInt32(Generation);
        state.WriteEnum(Pending);
        state.WriteCount(Queues.Length);
        foreach (Virtqueue queue in Queues)
        {
            queue.Save(ref state);
        }
        state.End();
    }

    /// <summary>Goes on from where another was. No vCPU runs, and no interrupt is raised: one that was pending is the controller's.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="offered">What the device offers.</param>
    /// <exception cref="StateFailure">It is no such device's; no driver has touched the link then.</exception>
    internal void Load(ref StateReader state, VirtioFeatures offered)
    {
        state.Begin(Section, Version);
        DeviceStatus status = ReadStatus(ref state);
        VirtioFeatures features = state.ReadFlags("features", status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER) ? offered : VirtioFeatures.None);
        uint generation = state.ReadUInt32("generation");
        bool isDone = status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK);
        InterruptCauses pending = state.ReadFlags(
            "pending", isDone ? InterruptCauses.VIRTIO_MMIO_INT_VRING | InterruptCauses.VIRTIO_MMIO_INT_CONFIG : default);
        state.ReadSame("queues", (ulong)Queues.Length);
        try
        {
            LoadQueues(ref state, features, isDone);
            state.End();
        }
        catch (StateFailure)
        {
            Reset();
            throw;
        }
        (Status, Features, Generation) = (status, features, generation);
        Volatile.Write(ref _pending, (int)pending);
    }

    private void LoadQueues(ref StateReader state, VirtioFeatures features, bool isDone)
    {
        foreach (Virtqueue queue in Queues)
        {
            queue.Load(ref state, features);
            if (queue.IsActive && !isDone)
            {
                throw state.Refuse("queues", "one is active, and the driver is not done");
            }
        }
    }

    private static DeviceStatus ReadStatus(ref StateReader state)
    {
        const string Field = "status";
        DeviceStatus status = state.ReadFlags(Field, EveryStatus);
        return Negotiation.IsStep(status & ~AtAnyStep)
            ? status
            : throw state.Refuse(Field, $"it is 0x{(byte)status:x}, which no driver reaches");
    }
}
