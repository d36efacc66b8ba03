using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>What each packet of the guest does to its connection (Virtio 1.2, 5.10.6). A packet that does not fit the connection's phase does nothing.</summary>
/// <param name="ports">Where programs of the host wait for the guest.</param>
internal sealed unsafe class FromGuest(ConnectionSet connections, PortAddress ports)
{
    /// <summary>The context ID of the host.</summary>
    internal const ulong HostCid = 2;

    private readonly HostWriter _writer = new(connections);

    /// <summary>Takes a packet.</summary>
    /// <param name="header">Untrusted, but for its length.</param>
    /// <param name="packet">The buffers of the packet, header first.</param>
    internal void Take(in virtio_vsock_hdr header, ReadOnlySpan<GuestBuffer> packet)
    {
        if (header.dst_cid != HostCid)
        {
            // Addressed to nobody here.
            return;
        }
        int place = header.type == PacketType.VIRTIO_VSOCK_TYPE_STREAM ? connections.Table.Find(header.dst_port, header.src_port) : 0;
        if (place != 0)
        {
            Take(ref connections[place], header, packet);
        }
        else if (header is { type: PacketType.VIRTIO_VSOCK_TYPE_STREAM, op: PacketOperation.VIRTIO_VSOCK_OP_REQUEST })
        {
            Accept(header);
        }
        else if (header.op != PacketOperation.VIRTIO_VSOCK_OP_RST)
        {
            connections.Refuse(header.dst_port, header.src_port);
        }
    }

    private void Accept(in virtio_vsock_hdr header)
    {
        if (connections.IsFull)
        {
            connections.Metrics.Refused.Increment();
        }
        else if (ports.TryConnect(header.dst_port, out StreamSocket host).Number == 0)
        {
            ref Connection connection = ref connections.Open(
                header.dst_port, header.src_port, host, ConnectionPhase.Accepted, PendingPackets.Response);
            connection.Guest.Learn(header);
            return;
        }
        connections.Refuse(header.dst_port, header.src_port);
    }

    private void Take(ref Connection connection, in virtio_vsock_hdr header, ReadOnlySpan<GuestBuffer> packet)
    {
        connection.Guest.Learn(header);
        if (connection.AwaitsCredit && connection.Guest.Available > 0)
        {
            connection.AwaitsCredit = false;
            connections.Tell(ref connection, PendingPackets.Data);
        }
        switch (header.op)
        {
            case PacketOperation.VIRTIO_VSOCK_OP_RST:
                connections.Remove(ref connection);
                break;
            case PacketOperation.VIRTIO_VSOCK_OP_RESPONSE when connection.Phase == ConnectionPhase.Requested:
                Begin(ref connection);
                break;
            case PacketOperation.VIRTIO_VSOCK_OP_RW when connection.Writes && header.len > 0:
                _writer.Write(ref connection, packet, header.len);
                break;
            case PacketOperation.VIRTIO_VSOCK_OP_SHUTDOWN when connection.Phase is ConnectionPhase.Open or ConnectionPhase.Closing:
                Shut(ref connection, header.flags & ShutdownFlags.Both);
                break;
            case PacketOperation.VIRTIO_VSOCK_OP_CREDIT_REQUEST when connection.Phase is ConnectionPhase.Accepted or ConnectionPhase.Open:
                connections.Tell(ref connection, PendingPackets.Credit);
                break;
            default:
                break;
        }
    }

    // The guest has accepted what a program of the host has asked for.
    private void Begin(ref Connection connection)
    {
        connections.Unlimit(ref connection);
        connection.Phase = ConnectionPhase.Open;
        Span<byte> line = stackalloc byte[HandshakeText.LongestAnswer];
        _writer.WriteOwn(ref connection, line[..HandshakeText.Write(line, connection.HostPort)]);
    }

    private void Shut(ref Connection connection, ShutdownFlags flags)
    {
        ShutdownFlags news = flags & ~connection.GuestShut;
        connection.GuestShut |= flags;
        if (connection.GuestShut == ShutdownFlags.Both)
        {
            End(ref connection);
            return;
        }
        if (connection.Phase != ConnectionPhase.Open)
        {
            return;
        }
        if (news.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_RCV))
        {
            connection.Host.EndReceiving();
            connection.Pending &= ~(PendingPackets.Data | PendingPackets.CreditRequest);
            connections.Watch(ref connection);
        }
        if (news.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND) && connection.Delayed.IsEmpty)
        {
            connection.Host.EndSending();
        }
    }

    // The host's program gets what is left, if it takes it in time.
    private void End(ref Connection connection)
    {
        if (connection.Phase == ConnectionPhase.Closing || connection.Delayed.IsEmpty)
        {
            connections.Finish(ref connection);
            return;
        }
        connections.Limit(ref connection);
        connections.Watch(ref connection);
    }
}
