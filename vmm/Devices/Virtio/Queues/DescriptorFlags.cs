using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Descriptor flags (Virtio 1.2, 2.7.5).</summary>
[Flags]
[CHeader("linux/virtio_ring.h")]
internal enum DescriptorFlags : ushort
{
    /// <summary>The chain continues with the field next.</summary>
    VRING_DESC_F_NEXT = 1,

    /// <summary>The buffer is device-writable, otherwise device-readable.</summary>
    VRING_DESC_F_WRITE = 2,

    /// <summary>The buffer contains a table of descriptors.</summary>
    VRING_DESC_F_INDIRECT = 4,
}
