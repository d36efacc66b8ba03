using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Numbers of a disk's own feature bits (Virtio 1.2, 5.2.3).</summary>
[CHeader("linux/virtio_blk.h")]
internal static class BlockFeatureBit
{
    /// <summary>How many buffers a request may have is told.</summary>
    internal const int VIRTIO_BLK_F_SEG_MAX = 2;

    /// <summary>The disk cannot be written to.</summary>
    internal const int VIRTIO_BLK_F_RO = 5;

    /// <summary>The disk has a cache, which a driver can have written back.</summary>
    internal const int VIRTIO_BLK_F_FLUSH = 9;

    /// <summary>Sectors can be discarded.</summary>
    internal const int VIRTIO_BLK_F_DISCARD = 13;

    /// <summary>Sectors can be made zero without sending zeros.</summary>
    internal const int VIRTIO_BLK_F_WRITE_ZEROES = 14;
}
