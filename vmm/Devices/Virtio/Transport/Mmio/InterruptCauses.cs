using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>The bits of InterruptStatus (Virtio 1.2, 4.2.2).</summary>
[Flags]
[CHeader("linux/virtio_mmio.h")]
internal enum InterruptCauses : uint
{
    /// <summary>Used buffer notification.</summary>
    VIRTIO_MMIO_INT_VRING = 1,

    /// <summary>Configuration change notification, also for DEVICE_NEEDS_RESET.</summary>
    VIRTIO_MMIO_INT_CONFIG = 2,
}
