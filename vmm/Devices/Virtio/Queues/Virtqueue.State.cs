using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Queues;

// The rings themselves lie in guest memory. The saved state holds their addresses and the device's positions in them.
internal sealed unsafe partial class Virtqueue
{
    private const string Section = "queue";
    private const ushort Version = 1;

    /// <summary>
    /// Saves the queue. Every chain that was popped must have been returned and published, or its pop undone, unless the device keeps and saves it.
    /// </summary>
    internal void Save(ref StateWriter state)
    {
        // What was seen of the driver's ring is read again, as it is after a load.
        _seenAvailable = _nextAvailable;
        state.Begin(Section, Version);
        state.WriteUInt16(_registers.Size);
        state.WriteBoolean(_registers.IsReady);
        state.WriteUInt64(_registers.DescriptorTable);
        state.WriteUInt64(_registers.DriverArea);
        state.WriteUInt64(_registers.DeviceArea);
        state.WriteBoolean(IsActive);
        state.WriteUInt16(_nextAvailable);
        state.WriteUInt16(_nextUsed);
        state.WriteUInt16(_signalledUsed);
        state.End();
    }

    /// <summary>Restores the saved state. Guest memory must have been restored before.</summary>
    /// <param name="features">The features that the driver has accepted.</param>
    /// <exception cref="StateFailure">
    /// The section is not a queue's, or its rings are not in guest memory; the queue is then as after a reset.
    /// </exception>
    internal void Load(ref StateReader state, VirtioFeatures features)
    {
        Reset();
        state.Begin(Section, Version);
        QueueRegisters registers = new()
        {
            Size = state.ReadUInt16("size"),
            IsReady = state.ReadBoolean("ready"),
            DescriptorTable = state.ReadUInt64("descriptor table"),
            DriverArea = state.ReadUInt64("driver area"),
            DeviceArea = state.ReadUInt64("device area"),
        };
        bool isActive = state.ReadBoolean("active");
        ushort nextAvailable = state.ReadUInt16("next available");
        ushort nextUsed = state.ReadUInt16("next used");
        ushort signalledUsed = state.ReadUInt16("signalled");
        state.End();
        _registers = registers;
        if (isActive && !TryActivate(features))
        {
            Reset();
            throw state.Refuse(Section, "it is active, and its rings are not in this machine's memory: load it with the memory that it was saved with");
        }
        (_features, _nextAvailable, _nextUsed, _signalledUsed) = (features, nextAvailable, nextUsed, signalledUsed);
        (_seenAvailable, _publishedUsed) = (nextAvailable, nextUsed);
    }
}
