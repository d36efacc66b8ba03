using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>What a packet is (Virtio 1.2, 5.10.6).</summary>
[CHeader("linux/virtio_vsock.h")]
internal enum PacketOperation : ushort
{
    /// <summary>Asks for a connection.</summary>
    VIRTIO_VSOCK_OP_REQUEST = 1,

    /// <summary>Accepts one.</summary>
    VIRTIO_VSOCK_OP_RESPONSE = 2,

    /// <summary>Refuses or ends one at once.</summary>
    VIRTIO_VSOCK_OP_RST = 3,

    /// <summary>The sender does not receive or send any more.</summary>
    VIRTIO_VSOCK_OP_SHUTDOWN = 4,

    /// <summary>Carries data.</summary>
    VIRTIO_VSOCK_OP_RW = 5,

    /// <summary>Tells the sender's room, as each packet does.</summary>
    VIRTIO_VSOCK_OP_CREDIT_UPDATE = 6,

    /// <summary>Asks for the receiver's room.</summary>
    VIRTIO_VSOCK_OP_CREDIT_REQUEST = 7,
}
