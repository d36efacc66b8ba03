using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Flags by which one side of a ring suppresses the other's notifications (Virtio 1.2, 2.7.7 and 2.7.10).</summary>
[CHeader("linux/virtio_ring.h")]
internal static class RingFlags
{
    /// <summary>In the available ring: the driver needs no interrupt.</summary>
    internal const ushort VRING_AVAIL_F_NO_INTERRUPT = 1;

    /// <summary>In the used ring: the device needs no doorbell.</summary>
    internal const ushort VRING_USED_F_NO_NOTIFY = 1;
}
