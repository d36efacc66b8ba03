using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

// The selector registers, which may hold any number, and the pending interrupt causes.
internal sealed partial class MmioTransport
{
    private const string Section = "mmio";
    private const ushort StateVersion = 1;

    /// <inheritdoc/>
    public void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(window.Address);
        state.WriteUInt64(window.Line.Gsi);
        state.WriteUInt32(_deviceFeaturesPage);
        state.WriteUInt32(_driverFeaturesPage);
        state.WriteUInt32(_queue);
        state.WriteEnum(_interrupts.Pending);
        state.End();
    }

    /// <summary>Restores the saved state. Raises no interrupt: a pending one is part of the interrupt controller's state.</summary>
    /// <exception cref="StateFailure">
    /// The section is not an MMIO transport's, or the driver expects the device elsewhere; nothing has changed.
    /// </exception>
    public void Load(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        state.ReadSame("address", window.Address);
        state.ReadSame("gsi", window.Line.Gsi);
        (uint deviceFeaturesPage, uint driverFeaturesPage) = (state.ReadUInt32("device features page"), state.ReadUInt32("driver features page"));
        uint queue = state.ReadUInt32("queue");
        InterruptCauses possible = _slot.Link.Status.HasFlag(DeviceStatus.VIRTIO_CONFIG_S_DRIVER_OK) ? EveryCause : default;
        InterruptCauses pending = state.ReadFlags("pending", possible);
        state.End();
        (_deviceFeaturesPage, _driverFeaturesPage, _queue) = (deviceFeaturesPage, driverFeaturesPage, queue);
        _interrupts.Pending = pending;
    }
}
