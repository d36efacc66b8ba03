using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>A disk's own features (Virtio 1.2, 5.2.3).</summary>
internal static class BlockFeatures
{
    /// <summary>The driver is told how many buffers a request may have.</summary>
    internal const VirtioFeatures BufferCount = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_SEG_MAX);

    /// <summary>The disk can only be read.</summary>
    internal const VirtioFeatures ReadOnly = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_RO);

    /// <summary>The driver can have what it wrote brought to the disk.</summary>
    internal const VirtioFeatures Flush = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_FLUSH);

    /// <summary>Sectors can be given back.</summary>
    internal const VirtioFeatures Discard = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_DISCARD);

    /// <summary>Sectors can be made zero.</summary>
    internal const VirtioFeatures WriteZeroes = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_WRITE_ZEROES);
}
