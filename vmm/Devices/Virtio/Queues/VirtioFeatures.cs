namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// Feature bits that device and driver negotiate (Virtio 1.2, chapter 6). Bits 0 to 23 and from 50 on are specific to the type of device and have
/// no name here.
/// </summary>
[Flags]
internal enum VirtioFeatures : ulong
{
    None = 0,

    /// <summary>A descriptor may point to a table of descriptors.</summary>
    IndirectDescriptors = 1UL << RingFeatureBit.VIRTIO_RING_F_INDIRECT_DESC,

    /// <summary>Both sides publish the ring index at which they want the next notification.</summary>
    EventIndex = 1UL << RingFeatureBit.VIRTIO_RING_F_EVENT_IDX,

    /// <summary>The device complies with Virtio 1.0 or later; every device here offers it.</summary>
    Version1 = 1UL << TransportFeatureBit.VIRTIO_F_VERSION_1,

    /// <summary>The device uses chains in the order in which they were made available.</summary>
    InOrder = 1UL << TransportFeatureBit.VIRTIO_F_IN_ORDER,
}
