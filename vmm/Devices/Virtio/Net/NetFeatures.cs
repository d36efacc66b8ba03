using Kiln.Linux.Network;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>Features of network devices (Virtio 1.2, 5.1.3), and what they mean to a tap.</summary>
internal static class NetFeatures
{
    internal const VirtioFeatures Address = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_MAC);

    internal const VirtioFeatures Mtu = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_MTU);

    /// <summary>VIRTIO_NET_F_MRG_RXBUF: a received frame may fill several chains.</summary>
    internal const VirtioFeatures Merging = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_MRG_RXBUF);

    /// <summary>The driver takes incomplete checksums.</summary>
    internal const VirtioFeatures Checksums = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_GUEST_CSUM);

    internal const VirtioFeatures Segments4 = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_GUEST_TSO4);

    internal const VirtioFeatures Segments6 = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_GUEST_TSO6);

    internal const VirtioFeatures Datagrams = (VirtioFeatures)(1UL << NetFeatureBit.VIRTIO_NET_F_GUEST_UFO);

    /// <summary>What every device offers, whatever its configuration.</summary>
    internal const VirtioFeatures Always = VirtioFeatures.IndirectDescriptors
        | VirtioFeatures.EventIndex
        | Merging
        | Checksums
        | Long
        | (VirtioFeatures)(
            (1UL << NetFeatureBit.VIRTIO_NET_F_CSUM)
            | (1UL << NetFeatureBit.VIRTIO_NET_F_HOST_TSO4)
            | (1UL << NetFeatureBit.VIRTIO_NET_F_HOST_TSO6)
            | (1UL << NetFeatureBit.VIRTIO_NET_F_HOST_UFO));

    // With any of these the driver takes frames longer than the MTU.
    private const VirtioFeatures Long = Segments4 | Segments6 | Datagrams;

    /// <summary>Whether a driver takes frames longer than the MTU.</summary>
    internal static bool TakesLongFrames(VirtioFeatures accepted) => (accepted & Long) != 0;

    /// <summary>
    /// What the tap may leave to the driver. Segmentation without checksums makes no sense (Virtio 1.2, 5.1.3.1): such a driver gets none of both,
    /// rather than a dead device.
    /// </summary>
    internal static TunOffloads OffloadsOf(VirtioFeatures accepted) => !accepted.HasFlag(Checksums)
        ? TunOffloads.None
        : TunOffloads.TUN_F_CSUM
            | (accepted.HasFlag(Segments4) ? TunOffloads.TUN_F_TSO4 : 0)
            | (accepted.HasFlag(Segments6) ? TunOffloads.TUN_F_TSO6 : 0)
            | (accepted.HasFlag(Datagrams) ? TunOffloads.TUN_F_UFO : 0);
}
