using System.Runtime.CompilerServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>The queue of pages that the guest gives, in lists of page numbers (Virtio 1.2, 5.5.6).</summary>
internal sealed class InflationQueue(DriverLink link, GuestMemory memory, BalloonMetrics metrics)
    : ReturnQueue(link, memory, metrics.Inflation, metrics.EventFailures)
{
    // Bytes of a list, 256 numbers: as many as Linux gives at once, and as Firecracker takes. It bounds the work of a chain.
    private const uint MostBytes = 256 * sizeof(uint);

    // As in the contract, only the first buffer of a chain counts.
    private protected override unsafe void Collect(ReadOnlySpan<GuestBuffer> buffers)
    {
        GuestBuffer list = buffers[0];
        if (list.IsWritable || list.Length % sizeof(uint) != 0 || list.Length > MostBytes)
        {
            Refuse();
            return;
        }
        for (uint offset = 0; offset < list.Length; offset += sizeof(uint))
        {
            if (!Pages.TryAdd(Unsafe.ReadUnaligned<uint>(list.Start + offset)))
            {
                Refuse();
            }
        }
    }
}
