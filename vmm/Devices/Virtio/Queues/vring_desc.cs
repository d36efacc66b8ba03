using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>A descriptor: one buffer of a chain (Virtio 1.2, 2.7.5). The driver may change it while the device reads it.</summary>
[CHeader("linux/virtio_ring.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct vring_desc
{
    /// <summary>The buffer's guest-physical address.</summary>
    public ulong addr;

    /// <summary>Its length in bytes.</summary>
    public uint len;

    /// <summary>What it is.</summary>
    public DescriptorFlags flags;

    /// <summary>The chain's next descriptor, when the flags say that there is one.</summary>
    public ushort next;
}
