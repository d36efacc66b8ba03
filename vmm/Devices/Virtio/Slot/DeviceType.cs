using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Kinds of devices (Virtio 1.2, chapter 5).</summary>
[CHeader("linux/virtio_ids.h")]
internal enum DeviceType : uint
{
    /// <summary>A disk.</summary>
    VIRTIO_ID_BLOCK = 2,

    /// <summary>A source of random numbers.</summary>
    VIRTIO_ID_RNG = 4,
}
