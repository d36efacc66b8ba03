using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>What the sender of VIRTIO_VSOCK_OP_SHUTDOWN does not do any more (Virtio 1.2, 5.10.6.5).</summary>
[Flags]
[CHeader("linux/virtio_vsock.h")]
internal enum ShutdownFlags : uint
{
    VIRTIO_VSOCK_SHUTDOWN_RCV = 1,

    VIRTIO_VSOCK_SHUTDOWN_SEND = 2,

    [NotInHeader("both flags")]
    Both = VIRTIO_VSOCK_SHUTDOWN_RCV | VIRTIO_VSOCK_SHUTDOWN_SEND,
}
