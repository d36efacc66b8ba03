using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Feature bit numbers of block devices (Virtio 1.2, 5.2.3).</summary>
[CHeader("linux/virtio_blk.h")]
internal static class BlockFeatureBit
{
    /// <summary>The field seg_max is valid.</summary>
    internal const int VIRTIO_BLK_F_SEG_MAX = 2;

    /// <summary>The disk is read-only.</summary>
    internal const int VIRTIO_BLK_F_RO = 5;

    /// <summary>The disk supports cache flushes.</summary>
    internal const int VIRTIO_BLK_F_FLUSH = 9;

    /// <summary>The disk supports discard.</summary>
    internal const int VIRTIO_BLK_F_DISCARD = 13;

    /// <summary>The disk supports write zeroes.</summary>
    internal const int VIRTIO_BLK_F_WRITE_ZEROES = 14;
}
