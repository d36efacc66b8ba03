using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>The queue to the guest: its chains are buffers, each of which gets a packet.</summary>
internal sealed class ReceivePath : IChainHandler
{
    private readonly ToGuest _packets;
    private readonly VsockMetrics _metrics;

    internal ReceivePath(DriverLink link, GuestMemory memory, ToGuest packets, VsockMetrics metrics)
    {
        (_packets, _metrics) = (packets, metrics);
        Service = new QueueService(link, VsockDevice.ReceiveQueue, memory, this);
    }

    internal QueueService Service { get; }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        if (!_packets.IsBusy)
        {
            return false;
        }
        uint length = 0;
        ulong room = chain.IsSound && chain.Buffers[0].IsWritable ? ChainBytes.LengthOf(chain.Buffers) : 0;
        if (room < virtio_vsock_hdr.Length)
        {
            _metrics.ReceiveFailures.Increment();
        }
        else
        {
            length = _packets.Write(chain.Buffers, room);
            if (length == 0)
            {
                return false;
            }
        }
        Service.Spend(length);
        Service.Queue.AddUsed(chain.Head, length);
        Service.Queue.PublishSoon();
        return true;
    }
}
