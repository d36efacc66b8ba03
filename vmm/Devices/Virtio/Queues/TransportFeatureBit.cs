using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Numbers of the feature bits that every transport has (Virtio 1.2, chapter 6).</summary>
[CHeader("linux/virtio_config.h")]
internal static class TransportFeatureBit
{
    /// <summary>The device is one of version 1.</summary>
    internal const int VIRTIO_F_VERSION_1 = 32;
}
