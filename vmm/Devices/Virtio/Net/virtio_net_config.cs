using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The configuration space of a network device (Virtio 1.2, 5.1.4), up to the field of VIRTIO_NET_F_MTU.</summary>
[CHeader("linux/virtio_net.h", MayGrow = true)]
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal unsafe struct virtio_net_config
{
    /// <summary>The address of the interface (VIRTIO_NET_F_MAC); otherwise zero.</summary>
    [FieldOffset(0)]
    public fixed byte mac[6];

    /// <summary>Whether the link is up (VIRTIO_NET_F_STATUS, which is not offered).</summary>
    [FieldOffset(6)]
    public ushort status;

    /// <summary>The pairs of queues (VIRTIO_NET_F_MQ, which is not offered).</summary>
    [FieldOffset(8)]
    public ushort max_virtqueue_pairs;

    /// <summary>The MTU (VIRTIO_NET_F_MTU); otherwise zero.</summary>
    [FieldOffset(10)]
    public ushort mtu;
}
