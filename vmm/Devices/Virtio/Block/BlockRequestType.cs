using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What a driver asks of a disk (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
internal enum BlockRequestType : uint
{
    /// <summary>Reads sectors.</summary>
    VIRTIO_BLK_T_IN = 0,

    /// <summary>Writes sectors.</summary>
    VIRTIO_BLK_T_OUT = 1,

    /// <summary>Waits until what was written is on the disk.</summary>
    VIRTIO_BLK_T_FLUSH = 4,

    /// <summary>Reads what the disk is known by.</summary>
    VIRTIO_BLK_T_GET_ID = 8,

    /// <summary>Says that sectors are of no use any more.</summary>
    VIRTIO_BLK_T_DISCARD = 11,

    /// <summary>Makes sectors zero.</summary>
    VIRTIO_BLK_T_WRITE_ZEROES = 13,
}
