namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// What a device and its driver agree on (Virtio 1.2, chapter 6). The lower 24 bits and those from 50 on are each kind of device's own and
/// have no name here.
/// </summary>
[Flags]
internal enum VirtioFeatures : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A descriptor may point to a table of descriptors.</summary>
    IndirectDescriptors = 1UL << RingFeatureBit.VIRTIO_RING_F_INDIRECT_DESC,

    /// <summary>Both sides say for which entry of a ring they want to be told.</summary>
    EventIndex = 1UL << RingFeatureBit.VIRTIO_RING_F_EVENT_IDX,

    /// <summary>The device is one of version 1; every device here offers it.</summary>
    Version1 = 1UL << TransportFeatureBit.VIRTIO_F_VERSION_1,
}
