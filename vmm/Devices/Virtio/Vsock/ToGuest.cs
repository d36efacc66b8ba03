using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>Makes the packets for the guest, one at a time, in turn for each connection that has something to tell.</summary>
/// <param name="memory">Contains the guest's buffers.</param>
/// <param name="guestCid">The guest's context ID.</param>
internal sealed class ToGuest(ConnectionSet connections, GuestMemory memory, ulong guestCid)
{
    private readonly HostReader _reader = new(connections, memory);

    /// <summary>Whether there may be a packet.</summary>
    internal bool IsBusy => connections.IsBusy;

    /// <summary>Writes the next packet.</summary>
    /// <param name="room">Device-writable buffers, which hold a header at least.</param>
    /// <param name="capacity">Their bytes.</param>
    /// <returns>The length of the packet; 0 when there is none.</returns>
    internal uint Write(ReadOnlySpan<GuestBuffer> room, ulong capacity)
    {
        if (!connections.Resets.IsEmpty)
        {
            (uint hostPort, uint guestPort) = connections.Resets.Take();
            virtio_vsock_hdr reset = Header(hostPort, guestPort, PacketOperation.VIRTIO_VSOCK_OP_RST);
            return Fill(room, reset);
        }
        for (int place; (place = connections.TakeReady()) != 0;)
        {
            if (Write(ref connections[place], room, capacity) is > 0 and var length)
            {
                return length;
            }
        }
        return 0;
    }

    private static PendingPackets FirstOf(PendingPackets pending) => (PendingPackets)((uint)pending & (uint)-(int)pending);

    private virtio_vsock_hdr Header(uint hostPort, uint guestPort, PacketOperation operation) => new()
    {
        src_cid = FromGuest.HostCid,
        dst_cid = guestCid,
        src_port = hostPort,
        dst_port = guestPort,
        type = PacketType.VIRTIO_VSOCK_TYPE_STREAM,
        op = operation,
    };

    private uint Fill(ReadOnlySpan<GuestBuffer> room, in virtio_vsock_hdr header)
    {
        ChainBytes.Fill(room, memory, Foundation.StructBytes.Of(in header));
        connections.Metrics.ReceivedPackets.Increment();
        return virtio_vsock_hdr.Length + header.len;
    }

    private uint Write(ref Connection connection, ReadOnlySpan<GuestBuffer> room, ulong capacity)
    {
        while (connection.Pending != PendingPackets.None)
        {
            PendingPackets first = FirstOf(connection.Pending);
            connection.Pending &= ~first;
            virtio_vsock_hdr header = Header(connection.HostPort, connection.GuestPort, default);
            if (!TryMake(ref connection, first, room, capacity, ref header))
            {
                continue;
            }
            connection.Own.Tell(ref header);
            if (first == PendingPackets.Reset)
            {
                connections.Remove(ref connection);
            }
            else if (connection.Pending != PendingPackets.None)
            {
                connections.Tell(ref connection, PendingPackets.None);
            }
            return Fill(room, header);
        }
        return 0;
    }

    // Returns false when there is nothing to tell after all.
    private bool TryMake(ref Connection connection, PendingPackets what, ReadOnlySpan<GuestBuffer> room, ulong capacity, ref virtio_vsock_hdr header)
    {
        switch (what)
        {
            case PendingPackets.Reset:
                header.op = PacketOperation.VIRTIO_VSOCK_OP_RST;
                return true;
            case PendingPackets.Response:
                header.op = PacketOperation.VIRTIO_VSOCK_OP_RESPONSE;
                connection.Phase = ConnectionPhase.Open;
                connections.Watch(ref connection);
                return connection.Phase == ConnectionPhase.Open;
            case PendingPackets.Request:
                header.op = PacketOperation.VIRTIO_VSOCK_OP_REQUEST;
                return true;
            case PendingPackets.Data:
                return _reader.TryRead(ref connection, room, capacity, ref header);
            case PendingPackets.Shutdown:
                (header.op, header.flags) = (PacketOperation.VIRTIO_VSOCK_OP_SHUTDOWN, connection.HostShut);
                return true;
            case PendingPackets.CreditRequest:
                header.op = PacketOperation.VIRTIO_VSOCK_OP_CREDIT_REQUEST;
                return true;
            default:
                header.op = PacketOperation.VIRTIO_VSOCK_OP_CREDIT_UPDATE;
                return true;
        }
    }
}
