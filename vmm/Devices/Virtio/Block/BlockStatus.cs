using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Status codes of requests (Virtio 1.2, 5.2.6).</summary>
[CHeader("linux/virtio_blk.h")]
internal enum BlockStatus : byte
{
    VIRTIO_BLK_S_OK = 0,

    /// <summary>The request failed or was invalid.</summary>
    VIRTIO_BLK_S_IOERR = 1,

    /// <summary>The device does not support the request.</summary>
    VIRTIO_BLK_S_UNSUPP = 2,
}
