using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>The type of socket that a packet belongs to (Virtio 1.2, 5.10.6).</summary>
[CHeader("linux/virtio_vsock.h")]
internal enum PacketType : ushort
{
    VIRTIO_VSOCK_TYPE_STREAM = 1,
}
