using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Request types (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
internal enum BlockRequestType : uint
{
    VIRTIO_BLK_T_IN = 0,

    VIRTIO_BLK_T_OUT = 1,

    /// <summary>Flushes the write cache.</summary>
    VIRTIO_BLK_T_FLUSH = 4,

    /// <summary>Reads the device ID, 20 bytes.</summary>
    VIRTIO_BLK_T_GET_ID = 8,

    /// <summary>Deallocates sectors whose content is no longer needed.</summary>
    VIRTIO_BLK_T_DISCARD = 11,

    VIRTIO_BLK_T_WRITE_ZEROES = 13,
}
