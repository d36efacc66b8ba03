using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Feature bit numbers of split virtqueues (Virtio 1.2, chapter 6).</summary>
[CHeader("linux/virtio_ring.h")]
internal static class RingFeatureBit
{
    /// <summary>A descriptor may point to a table of descriptors.</summary>
    internal const int VIRTIO_RING_F_INDIRECT_DESC = 28;

    /// <summary>Both sides publish the index at which they want the next notification.</summary>
    internal const int VIRTIO_RING_F_EVENT_IDX = 29;
}
