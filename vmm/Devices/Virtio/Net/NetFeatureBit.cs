using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>Feature bit numbers of network devices (Virtio 1.2, 5.1.3). GUEST says what the driver takes, HOST what the device takes.</summary>
[CHeader("linux/virtio_net.h")]
internal static class NetFeatureBit
{
    /// <summary>The device takes frames whose checksum is not complete.</summary>
    internal const int VIRTIO_NET_F_CSUM = 0;

    internal const int VIRTIO_NET_F_GUEST_CSUM = 1;

    /// <summary>The field mtu is valid.</summary>
    internal const int VIRTIO_NET_F_MTU = 3;

    /// <summary>The field mac is valid.</summary>
    internal const int VIRTIO_NET_F_MAC = 5;

    internal const int VIRTIO_NET_F_GUEST_TSO4 = 7;

    internal const int VIRTIO_NET_F_GUEST_TSO6 = 8;

    internal const int VIRTIO_NET_F_GUEST_UFO = 10;

    internal const int VIRTIO_NET_F_HOST_TSO4 = 11;

    internal const int VIRTIO_NET_F_HOST_TSO6 = 12;

    internal const int VIRTIO_NET_F_HOST_UFO = 14;

    /// <summary>A received frame may fill several chains.</summary>
    internal const int VIRTIO_NET_F_MRG_RXBUF = 15;
}
