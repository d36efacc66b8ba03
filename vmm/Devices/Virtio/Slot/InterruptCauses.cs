using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Why a device interrupts (Virtio 1.2, 4.2.2 InterruptStatus).</summary>
[Flags]
[CHeader("linux/virtio_mmio.h")]
internal enum InterruptCauses : uint
{
    /// <summary>A queue has given chains back.</summary>
    VIRTIO_MMIO_INT_VRING = 1,

    /// <summary>The configuration is another, or the device needs a reset.</summary>
    VIRTIO_MMIO_INT_CONFIG = 2,
}
