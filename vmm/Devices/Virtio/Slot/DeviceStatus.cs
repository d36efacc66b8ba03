using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>How far a driver has come with a device (Virtio 1.2, 2.1).</summary>
[Flags]
[CHeader("linux/virtio_config.h")]
internal enum DeviceStatus : byte
{
    /// <summary>The driver has seen the device.</summary>
    VIRTIO_CONFIG_S_ACKNOWLEDGE = 1,

    /// <summary>It can drive it.</summary>
    VIRTIO_CONFIG_S_DRIVER = 2,

    /// <summary>It works.</summary>
    VIRTIO_CONFIG_S_DRIVER_OK = 4,

    /// <summary>The features are agreed on.</summary>
    VIRTIO_CONFIG_S_FEATURES_OK = 8,

    /// <summary>The device has met something that it cannot go on from.</summary>
    VIRTIO_CONFIG_S_NEEDS_RESET = 0x40,

    /// <summary>The driver has given up.</summary>
    VIRTIO_CONFIG_S_FAILED = 0x80,
}
