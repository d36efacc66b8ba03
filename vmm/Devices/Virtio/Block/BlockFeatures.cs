using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Features of block devices (Virtio 1.2, 5.2.3).</summary>
internal static class BlockFeatures
{
    /// <summary>VIRTIO_BLK_F_SEG_MAX: the driver learns how many data buffers a request may have.</summary>
    internal const VirtioFeatures BufferCount = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_SEG_MAX);

    internal const VirtioFeatures ReadOnly = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_RO);

    internal const VirtioFeatures Flush = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_FLUSH);

    internal const VirtioFeatures Discard = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_DISCARD);

    internal const VirtioFeatures WriteZeroes = (VirtioFeatures)(1UL << BlockFeatureBit.VIRTIO_BLK_F_WRITE_ZEROES);
}
