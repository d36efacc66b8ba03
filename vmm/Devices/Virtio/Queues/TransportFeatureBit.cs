using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Feature bit numbers common to all transports (Virtio 1.2, chapter 6).</summary>
[CHeader("linux/virtio_config.h")]
internal static class TransportFeatureBit
{
    /// <summary>The device complies with Virtio 1.0 or later.</summary>
    internal const int VIRTIO_F_VERSION_1 = 32;

    internal const int VIRTIO_F_IN_ORDER = 35;
}
