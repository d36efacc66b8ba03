using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// The header of the available ring (Virtio 1.2, 2.7.6). It is followed by the 16-bit heads, one per entry of the queue, and by used_event. The
/// driver may change it at any moment.
/// </summary>
[CHeader("linux/virtio_ring.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct vring_avail
{
    /// <summary>VRING_AVAIL_F_NO_INTERRUPT, or zero.</summary>
    public ushort flags;

    /// <summary>The number of heads ever made available, modulo 2^16.</summary>
    public ushort idx;
}
