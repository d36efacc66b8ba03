using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What became of a request (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
internal enum BlockStatus : byte
{
    /// <summary>It is done.</summary>
    VIRTIO_BLK_S_OK = 0,

    /// <summary>It could not be done, or made no sense.</summary>
    VIRTIO_BLK_S_IOERR = 1,

    /// <summary>The device does not do that.</summary>
    VIRTIO_BLK_S_UNSUPP = 2,
}
