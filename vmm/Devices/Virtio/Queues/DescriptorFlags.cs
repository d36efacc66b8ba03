using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>What a descriptor is (Virtio 1.2, 2.7.5).</summary>
[Flags]
[CHeader("linux/virtio_ring.h")]
internal enum DescriptorFlags : ushort
{
    /// <summary>The chain goes on.</summary>
    VRING_DESC_F_NEXT = 1,

    /// <summary>The device writes the buffer; without it, it reads.</summary>
    VRING_DESC_F_WRITE = 2,

    /// <summary>The buffer is a table of descriptors.</summary>
    VRING_DESC_F_INDIRECT = 4,
}
