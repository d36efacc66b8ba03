using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// The queue of pages that have become free in the guest (Virtio 1.2, 5.5.6.7): each buffer is a range of them, and the guest does not use it until the
/// chain is returned.
/// </summary>
internal sealed class ReportingQueue(DriverLink link, GuestMemory memory, BalloonMetrics metrics)
    : ReturnQueue(link, memory, metrics.Reporting, metrics.EventFailures)
{
    private protected override void Collect(ReadOnlySpan<GuestBuffer> buffers)
    {
        foreach (ref readonly GuestBuffer buffer in buffers)
        {
            if (buffer.IsWritable)
            {
                Pages.Add(in buffer);
            }
            else
            {
                Refuse();
            }
        }
    }
}
