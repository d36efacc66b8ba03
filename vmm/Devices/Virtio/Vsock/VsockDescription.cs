using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>What a vsock device is to its driver (Virtio 1.2, 5.10.3 and 5.10.4), and what of it is saved.</summary>
internal sealed class VsockDescription(uint guestCid)
{
    private const string Section = "vsock";
    private const ushort Version = 1;

    private readonly virtio_vsock_config _configuration = new() { guest_cid = guestCid };

    /// <summary>The features that it offers, without VIRTIO_F_VERSION_1; a driver takes it for one of streams.</summary>
    internal static VirtioFeatures Features => VirtioFeatures.EventIndex | VirtioFeatures.InOrder;

    internal ulong GuestCid => _configuration.guest_cid;

    internal ReadOnlySpan<byte> Configuration => StructBytes.Of(in _configuration);

    internal void Save(ref StateWriter state, HostPorts ports, EventPath events)
    {
        state.Begin(Section, Version);
        state.WriteUInt64(GuestCid);
        state.WriteUInt32(ports.Latest);
        events.Save(ref state);
        state.End();
    }

    /// <exception cref="StateFailure">It is of another context ID.</exception>
    internal void Load(ref StateReader state, HostPorts ports, EventPath events)
    {
        state.Begin(Section, Version);
        state.ReadSame("guest_cid", GuestCid);
        ports.GoOn(state.ReadUInt32("latest_port"));
        events.Load(ref state);
        state.End();
    }
}
