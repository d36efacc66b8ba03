using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// The header of the used ring (Virtio 1.2, 2.7.8). It is followed by the elements, one per entry of the queue, and by avail_event. Only the device
/// should write it, but the driver can.
/// </summary>
[CHeader("linux/virtio_ring.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct vring_used
{
    /// <summary>VRING_USED_F_NO_NOTIFY, or zero.</summary>
    public ushort flags;

    /// <summary>The number of elements ever pushed, modulo 2^16.</summary>
    public ushort idx;
}
