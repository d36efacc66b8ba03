using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>A descriptor: one buffer of a chain (Virtio 1.2, 2.7.5). The driver may change it at any moment.</summary>
[CHeader("linux/virtio_ring.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct vring_desc
{
    /// <summary>The buffer's guest-physical address.</summary>
    public ulong addr;

    /// <summary>The buffer's length in bytes.</summary>
    public uint len;

    public DescriptorFlags flags;

    /// <summary>The index of the next descriptor, if VRING_DESC_F_NEXT is set.</summary>
    public ushort next;
}
