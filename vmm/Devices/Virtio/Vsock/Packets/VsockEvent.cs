using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>What a driver is told by its event queue (Virtio 1.2, 5.10.6.7).</summary>
[CHeader("linux/virtio_vsock.h")]
internal enum VsockEvent : uint
{
    /// <summary>All connections are gone, and the context ID may be another.</summary>
    VIRTIO_VSOCK_EVENT_TRANSPORT_RESET = 0,
}
