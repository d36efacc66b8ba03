using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

// What the driver has selected; any numbers.
internal sealed partial class MmioTransport
{
    private const string Section = "mmio";
    private const ushort StateVersion = 1;

    /// <summary>Saves it. No vCPU runs.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt32(_deviceFeaturesPage);
        state.WriteUInt32(_driverFeaturesPage);
        state.WriteUInt32(_queue);
        state.End();
    }

    /// <summary>Goes on from where another was. No vCPU runs.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">It is no transport's; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        (uint deviceFeaturesPage, uint driverFeaturesPage) = (state.ReadUInt32("device features page"), state.ReadUInt32("driver features page"));
        uint queue = state.ReadUInt32("queue");
        state.End();
        (_deviceFeaturesPage, _driverFeaturesPage, _queue) = (deviceFeaturesPage, driverFeaturesPage, queue);
    }
}
