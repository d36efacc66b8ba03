using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>The device status field (Virtio 1.2, 2.1).</summary>
[Flags]
[CHeader("linux/virtio_config.h")]
internal enum DeviceStatus : byte
{
    /// <summary>The guest has found the device.</summary>
    VIRTIO_CONFIG_S_ACKNOWLEDGE = 1,

    /// <summary>The guest has a driver for it.</summary>
    VIRTIO_CONFIG_S_DRIVER = 2,

    /// <summary>The driver is set up and uses the device.</summary>
    VIRTIO_CONFIG_S_DRIVER_OK = 4,

    /// <summary>Feature negotiation is complete.</summary>
    VIRTIO_CONFIG_S_FEATURES_OK = 8,

    /// <summary>The device has had an error that it cannot recover from without a reset.</summary>
    VIRTIO_CONFIG_S_NEEDS_RESET = 0x40,

    /// <summary>The driver has given up on the device.</summary>
    VIRTIO_CONFIG_S_FAILED = 0x80,
}
