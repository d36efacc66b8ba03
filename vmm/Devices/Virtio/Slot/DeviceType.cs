using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Device types (Virtio 1.2, chapter 5).</summary>
[CHeader("linux/virtio_ids.h")]
internal enum DeviceType : uint
{
    VIRTIO_ID_NET = 1,

    VIRTIO_ID_BLOCK = 2,

    VIRTIO_ID_RNG = 4,

    VIRTIO_ID_BALLOON = 5,

    VIRTIO_ID_VSOCK = 19,
}
