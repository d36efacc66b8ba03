using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

// The state negotiated between device and driver. Doorbells are not saved: resuming a device rings all of them.
internal sealed partial class DriverLink
{
    private const string Section = "virtio";
    private const ushort Version = 1;

    private const DeviceStatus EveryStatus = DeviceStatus.VIRTIO_CONFIG_S_ACKNOWLEDGE
        | DeviceStatus.VIRTIO_CONFIG_S_DRIVER
        | DeviceStatus.VIRTIO_CONFIG_S_FEATURES_OK
        | DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK
        | Broken;

    /// <summary>Saves the link and its queues. Call while no vCPU runs, after the device has drained.</summary>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteEnum(Status);
        state.WriteEnum(Features);
        state.WriteUInt32(Generation);
        state.WriteCount(Queues.Length);
        foreach (Virtqueue queue in Queues)
        {
            queue.Save(ref state);
        }
        state.End();
    }

    /// <summary>
    /// Restores the saved state. Call while no vCPU runs. Raises no interrupt: a pending one is part of the interrupt controller's state.
    /// </summary>
    /// <param name="offered">The features that the device offers.</param>
    /// <exception cref="StateFailure">The state does not fit this device; the link is then as after a reset.</exception>
    internal void Load(ref StateReader state, VirtioFeatures offered)
    {
        state.Begin(Section, Version);
        DeviceStatus status = ReadStatus(ref state);
        VirtioFeatures features = state.ReadFlags("features", status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER) ? offered : VirtioFeatures.None);
        uint generation = state.ReadUInt32("generation");
        bool isDone = status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK);
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
    }

    private void LoadQueues(ref StateReader state, VirtioFeatures features, bool isDone)
    {
        foreach (Virtqueue queue in Queues)
        {
            queue.Load(ref state, features);
            if (queue.IsActive && !isDone)
            {
                throw state.Refuse("queues", "one is active without DRIVER_OK");
            }
        }
    }

    private static DeviceStatus ReadStatus(ref StateReader state)
    {
        const string Field = "status";
        DeviceStatus status = state.ReadFlags(Field, EveryStatus);
        return Negotiation.IsStep(status & ~Broken)
            ? status
            : throw state.Refuse(Field, $"it is 0x{(byte)status:x}, which is not a step of the initialization");
    }
}
