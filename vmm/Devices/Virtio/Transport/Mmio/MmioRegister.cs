using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>Register offsets (Virtio 1.2, 4.2.2).</summary>
[CHeader("linux/virtio_mmio.h")]
internal enum MmioRegister : uint
{
    /// <summary>Read: the magic value "virt".</summary>
    VIRTIO_MMIO_MAGIC_VALUE = 0x000,

    /// <summary>Read: the version of the register layout, 2.</summary>
    VIRTIO_MMIO_VERSION = 0x004,

    /// <summary>Read: the device type.</summary>
    VIRTIO_MMIO_DEVICE_ID = 0x008,

    /// <summary>Read: the vendor ID, 0.</summary>
    VIRTIO_MMIO_VENDOR_ID = 0x00C,

    /// <summary>Read: 32 of the feature bits that the device offers.</summary>
    VIRTIO_MMIO_DEVICE_FEATURES = 0x010,

    /// <summary>Write: selects feature bits 0 to 31 (0) or 32 to 63 (1).</summary>
    VIRTIO_MMIO_DEVICE_FEATURES_SEL = 0x014,

    /// <summary>Write: 32 of the feature bits that the driver accepts.</summary>
    VIRTIO_MMIO_DRIVER_FEATURES = 0x020,

    /// <summary>Write: selects feature bits 0 to 31 (0) or 32 to 63 (1).</summary>
    VIRTIO_MMIO_DRIVER_FEATURES_SEL = 0x024,

    /// <summary>Write: selects the queue for the queue registers.</summary>
    VIRTIO_MMIO_QUEUE_SEL = 0x030,

    /// <summary>Read: the maximum size of the queue; zero when there is no such queue.</summary>
    VIRTIO_MMIO_QUEUE_NUM_MAX = 0x034,

    /// <summary>Write: the size of the queue.</summary>
    VIRTIO_MMIO_QUEUE_NUM = 0x038,

    /// <summary>Read and write: 1 when the queue is enabled.</summary>
    VIRTIO_MMIO_QUEUE_READY = 0x044,

    /// <summary>Write: the doorbell, by queue number. KVM handles it by ioeventfd; only writes for queues that do not exist get here.</summary>
    VIRTIO_MMIO_QUEUE_NOTIFY = 0x050,

    /// <summary>Read: the pending <see cref="InterruptCauses"/>.</summary>
    VIRTIO_MMIO_INTERRUPT_STATUS = 0x060,

    /// <summary>Write: the causes that the driver acknowledges.</summary>
    VIRTIO_MMIO_INTERRUPT_ACK = 0x064,

    /// <summary>Read and write: the device status; writing zero resets the device.</summary>
    VIRTIO_MMIO_STATUS = 0x070,

    /// <summary>Write: the lower half of the descriptor table's address.</summary>
    VIRTIO_MMIO_QUEUE_DESC_LOW = 0x080,

    /// <summary>Write: the upper half of that address.</summary>
    VIRTIO_MMIO_QUEUE_DESC_HIGH = 0x084,

    /// <summary>Write: the lower half of the available ring's address.</summary>
    VIRTIO_MMIO_QUEUE_AVAIL_LOW = 0x090,

    /// <summary>Write: the upper half of that address.</summary>
    VIRTIO_MMIO_QUEUE_AVAIL_HIGH = 0x094,

    /// <summary>Write: the lower half of the used ring's address.</summary>
    VIRTIO_MMIO_QUEUE_USED_LOW = 0x0A0,

    /// <summary>Write: the upper half of that address.</summary>
    VIRTIO_MMIO_QUEUE_USED_HIGH = 0x0A4,

    /// <summary>Read: the configuration generation.</summary>
    VIRTIO_MMIO_CONFIG_GENERATION = 0x0FC,

    /// <summary>The start of the configuration space.</summary>
    VIRTIO_MMIO_CONFIG = 0x100,
}
