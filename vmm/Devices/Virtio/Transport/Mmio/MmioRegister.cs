using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>Offsets of registers (Virtio 1.2, 4.2.2).</summary>
[CHeader("linux/virtio_mmio.h")]
internal enum MmioRegister : uint
{
    /// <summary>Read: "virt".</summary>
    VIRTIO_MMIO_MAGIC_VALUE = 0x000,

    /// <summary>Read: the version of the register layout, 2.</summary>
    VIRTIO_MMIO_VERSION = 0x004,

    /// <summary>Read: the device's kind.</summary>
    VIRTIO_MMIO_DEVICE_ID = 0x008,

    /// <summary>Read: who made it; nobody.</summary>
    VIRTIO_MMIO_VENDOR_ID = 0x00C,

    /// <summary>Read: 32 of the features that the device offers.</summary>
    VIRTIO_MMIO_DEVICE_FEATURES = 0x010,

    /// <summary>Write: which 32.</summary>
    VIRTIO_MMIO_DEVICE_FEATURES_SEL = 0x014,

    /// <summary>Write: those of 32 features that the driver acknowledges.</summary>
    VIRTIO_MMIO_DRIVER_FEATURES = 0x020,

    /// <summary>Write: which 32.</summary>
    VIRTIO_MMIO_DRIVER_FEATURES_SEL = 0x024,

    /// <summary>Write: which queue the queue registers are of.</summary>
    VIRTIO_MMIO_QUEUE_SEL = 0x030,

    /// <summary>Read: the most entries of the queue; zero when there is none.</summary>
    VIRTIO_MMIO_QUEUE_NUM_MAX = 0x034,

    /// <summary>Write: the entries of the queue.</summary>
    VIRTIO_MMIO_QUEUE_NUM = 0x038,

    /// <summary>Read and write: whether the queue is finished.</summary>
    VIRTIO_MMIO_QUEUE_READY = 0x044,

    /// <summary>Write: the doorbell, by queue number. The kernel takes it for eventfds, so that it comes here only for queues that are none.</summary>
    VIRTIO_MMIO_QUEUE_NOTIFY = 0x050,

    /// <summary>Read: why the device interrupts.</summary>
    VIRTIO_MMIO_INTERRUPT_STATUS = 0x060,

    /// <summary>Write: which of the causes the driver has seen.</summary>
    VIRTIO_MMIO_INTERRUPT_ACK = 0x064,

    /// <summary>Read and write: the status; writing zero resets the device.</summary>
    VIRTIO_MMIO_STATUS = 0x070,

    /// <summary>Write: the descriptor table's address.</summary>
    VIRTIO_MMIO_QUEUE_DESC_LOW = 0x080,

    /// <summary>Write: its upper half.</summary>
    VIRTIO_MMIO_QUEUE_DESC_HIGH = 0x084,

    /// <summary>Write: the available ring's address.</summary>
    VIRTIO_MMIO_QUEUE_AVAIL_LOW = 0x090,

    /// <summary>Write: its upper half.</summary>
    VIRTIO_MMIO_QUEUE_AVAIL_HIGH = 0x094,

    /// <summary>Write: the used ring's address.</summary>
    VIRTIO_MMIO_QUEUE_USED_LOW = 0x0A0,

    /// <summary>Write: its upper half.</summary>
    VIRTIO_MMIO_QUEUE_USED_HIGH = 0x0A4,

    /// <summary>Read: changes with the configuration.</summary>
    VIRTIO_MMIO_CONFIG_GENERATION = 0x0FC,

    /// <summary>The first byte of the device's configuration.</summary>
    VIRTIO_MMIO_CONFIG = 0x100,
}
