using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>Takes data of programs of the host, from the socket straight to the guest's buffers, and notices when a program has sent its end.</summary>
/// <param name="memory">Contains the guest's buffers.</param>
internal sealed unsafe class HostReader(ConnectionSet connections, GuestMemory memory)
{
    // The longest packet, as in the contract: what is read at a time, whatever room the guest has.
    private const uint Most = 64 << 10;

    /// <summary>Takes what a program has sent, as far as there is room for it.</summary>
    /// <param name="room">Device-writable buffers, which hold a header at least.</param>
    /// <param name="capacity">Their bytes.</param>
    /// <param name="header">Receives what the packet is, and the length of its data.</param>
    /// <returns>False when there is no packet for the guest now; the connection may have another one, or be over.</returns>
    internal bool TryRead(ref Connection connection, ReadOnlySpan<GuestBuffer> room, ulong capacity, ref virtio_vsock_hdr header)
    {
        if (!connection.Reads)
        {
            return false;
        }
        uint credit = connection.Guest.Available;
        if (credit == 0)
        {
            connection.AwaitsCredit = true;
            connection.Pending |= PendingPackets.CreditRequest;
            return false;
        }
        uint most = (uint)Math.Min(Math.Min(credit, Most), capacity - virtio_vsock_hdr.Length);
        if (most == 0)
        {
            // The buffer holds a header only; the next one may hold more.
            connection.Pending |= PendingPackets.Data;
            header.op = PacketOperation.VIRTIO_VSOCK_OP_CREDIT_UPDATE;
            return true;
        }
        IoResult result = Receive(connection, room, most);
        if (result.Count > 0)
        {
            (header.op, header.len) = (PacketOperation.VIRTIO_VSOCK_OP_RW, (uint)result.Count);
            connection.Guest.Spend(header.len);
            connections.Metrics.ReceivedBytes.Add(header.len);
            if (header.len == most)
            {
                connection.Pending |= PendingPackets.Data;
            }
            else
            {
                AwaitMore(ref connection);
            }
            return true;
        }
        if (result.Failed)
        {
            Fail(ref connection, result);
        }
        else
        {
            connections.EndOfHost(ref connection);
        }
        return false;
    }

    // There is nothing left: the kernel says when there is.
    private void AwaitMore(ref Connection connection)
    {
        if (connection.IsHeldUp)
        {
            connection.IsHeldUp = false;
            connections.Watch(ref connection);
        }
    }

    private void Fail(ref Connection connection, IoResult result)
    {
        if (result.WouldBlock)
        {
            AwaitMore(ref connection);
            return;
        }
        connections.Metrics.ReadFailures.Increment();
        connections.Kill(ref connection);
    }

    // Behind the header, from the socket straight to the guest's buffers. What is there already counts, whatever comes after it.
    private IoResult Receive(in Connection connection, ReadOnlySpan<GuestBuffer> room, uint most)
    {
        uint skipped = virtio_vsock_hdr.Length;
        uint received = 0;
        foreach (ref readonly GuestBuffer buffer in room)
        {
            if (skipped >= buffer.Length)
            {
                skipped -= buffer.Length;
                continue;
            }
            uint part = Math.Min(buffer.Length - skipped, most - received);
            memory.MarkWritten(new GuestAddress(buffer.Address.Value + skipped), part);
            IoResult result = connection.Host.Receive(buffer.Start + skipped, part);
            if (result.Count == 0)
            {
                return received > 0 ? IoResult.From((nint)received) : result;
            }
            received += (uint)result.Count;
            skipped = 0;
            if ((uint)result.Count < part || received == most)
            {
                break;
            }
        }
        return IoResult.From((nint)received);
    }
}
