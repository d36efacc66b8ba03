using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>The queue from the guest: each chain is a packet, wherever its header ends and its data begin.</summary>
internal sealed class TransmitPath : IChainHandler
{
    // The longest packet, as in the contract: the room of a connection.
    private const uint Most = 64 << 10;

    private readonly FromGuest _packets;
    private readonly VsockMetrics _metrics;
    private readonly LogLimit _invalid = new();

    /// <param name="answer">Tells the guest what there is to tell, its room above all.</param>
    internal TransmitPath(DriverLink link, GuestMemory memory, FromGuest packets, Action answer, VsockMetrics metrics)
    {
        (_packets, _metrics) = (packets, metrics);
        Service = new QueueService(link, VsockDevice.TransmitQueue, memory, this) { Patience = new Patience(), BeforeWatching = answer };
    }

    internal QueueService Service { get; }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        virtio_vsock_hdr header = default;
        // Read once: the guest may change it at any time.
        if (TryRead(chain, ref header))
        {
            _metrics.SentPackets.Increment();
            _packets.Take(header, chain.Buffers);
        }
        else
        {
            _metrics.TransmitFailures.Increment();
            Log.Warning(Module.Vsock, _invalid, $"the guest has sent a packet whose header or length its buffers do not hold; it is ignored");
        }
        Service.Spend(header.len);
        Service.Queue.AddUsed(chain.Head, 0);
        Service.Queue.PublishSoon();
        return true;
    }

    private static bool TryRead(DescriptorChain chain, ref virtio_vsock_hdr header)
    {
        // Writable buffers come last, so if the last one is readable, all are.
        return chain.IsSound
            && !chain.Buffers[^1].IsWritable
            && ChainBytes.Copy(chain.Buffers, 0, StructBytes.WritableOf(ref header)) == virtio_vsock_hdr.Length
            && header.len <= Most
            && header.len <= ChainBytes.LengthOf(chain.Buffers) - virtio_vsock_hdr.Length;
    }
}
