using Kiln.Vmm.Limits;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

// A network interface in a saved configuration.
internal sealed partial record NetworkInterfaceConfiguration
{
    private const string Section = "network-interface";
    private const ushort Version = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteText(Id);
        state.WriteText(HostDevice);
        state.WriteBoolean(Address is not null);
        state.WriteUInt64(Address?.Bits ?? 0);
        // No interface has an MTU of zero.
        state.WriteUInt16(Mtu ?? 0);
        RateLimiterConfiguration.Save(ReceiveLimit, ref state);
        RateLimiterConfiguration.Save(SendLimit, ref state);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static NetworkInterfaceConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        string id = state.ReadText("iface_id", ConfigurationBounds.Id);
        string device = state.ReadText("host_dev_name", ConfigurationBounds.HostDevice);
        bool hasAddress = state.ReadBoolean("guest_mac");
        MacAddress address = new(state.ReadUInt64("guest_mac", hasAddress ? MacAddress.Last : 0));
        ushort mtu = state.ReadUInt16("mtu");
        NetworkInterfaceConfiguration network = new(id, device)
        {
            Address = hasAddress ? address : null,
            Mtu = mtu == 0 ? null : mtu,
            ReceiveLimit = RateLimiterConfiguration.Load(ref state),
            SendLimit = RateLimiterConfiguration.Load(ref state),
        };
        state.End();
        return network;
    }
}
