using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Queues;

// Rings are the driver's and lie in its memory; what is saved is where they are and how far the device has come in them.
internal sealed unsafe partial class Virtqueue
{
    private const string Section = "queue";
    private const ushort Version = 1;

    /// <summary>Saves it. Every chain that was popped has been given back, or its pop was undone.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
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

    /// <summary>Goes on from where another was. The memory is there, with what the driver has written.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="features">What the driver has acknowledged.</param>
    /// <exception cref="StateFailure">It is no queue's, or its rings are not in memory; it is then as after a reset.</exception>
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
    }
}
