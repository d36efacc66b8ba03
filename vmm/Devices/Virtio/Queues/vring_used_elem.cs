using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>An element of the used ring: a descriptor chain that the device has returned (Virtio 1.2, 2.7.8).</summary>
[CHeader("linux/virtio_ring.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct vring_used_elem
{
    /// <summary>The head of the chain.</summary>
    public uint id;

    /// <summary>The number of bytes written, from the start of the chain's writable part.</summary>
    public uint len;
}
