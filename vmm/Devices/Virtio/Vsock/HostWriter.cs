using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Packets;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>
/// Gives bytes to programs of the host: straight from guest memory, and what a program does not take at once by way of a block that is there for so long.
/// </summary>
internal sealed unsafe class HostWriter(ConnectionSet connections)
{
    /// <summary>Gives data of the guest.</summary>
    /// <param name="connection">Open for them.</param>
    /// <param name="packet">The buffers of the packet, header first, with at least as many bytes behind it.</param>
    /// <param name="length">At most <see cref="HostCredit.Room"/>.</param>
    internal void Write(ref Connection connection, ReadOnlySpan<GuestBuffer> packet, uint length)
    {
        connections.Metrics.SentBytes.Add(length);
        uint sent = 0;
        if (connection.Delayed.IsEmpty && !TrySend(ref connection, packet, length, out sent))
        {
            return;
        }
        if (sent < length && !TryDelay(ref connection, packet, sent, length))
        {
            connections.Kill(ref connection);
            return;
        }
        Forwarded(ref connection, sent);
    }

    /// <summary>Gives the monitor's own line, which is the first that the program reads.</summary>
    internal void WriteOwn(ref Connection connection, ReadOnlySpan<byte> line)
    {
        IoResult result;
        fixed (byte* start = line)
        {
            result = connection.Host.Send(start, (uint)line.Length);
        }
        if (result.Failed && !result.WouldBlock)
        {
            Fail(ref connection, result.Errno, connections.Metrics.WriteFailures);
        }
        else if (result.Count < line.Length && !connection.Delayed.TryAddOwn(line[result.Count..]))
        {
            connections.Kill(ref connection);
        }
        else
        {
            connections.Watch(ref connection);
        }
    }

    /// <summary>The program can take more of what was delayed.</summary>
    /// <returns>False when the connection is over.</returns>
    internal bool TryFlush(ref Connection connection)
    {
        uint sent = 0;
        while (!connection.Delayed.IsEmpty)
        {
            byte* first = connection.Delayed.First(out uint count);
            IoResult result = connection.Host.Send(first, count);
            if (result.Failed)
            {
                if (result.WouldBlock)
                {
                    break;
                }
                Fail(ref connection, result.Errno, connections.Metrics.FlushFailures);
                return false;
            }
            sent += connection.Delayed.Remove(result.Count);
        }
        Forwarded(ref connection, sent);
        if (connection.Delayed.IsEmpty && connection.Own.IsUntold)
        {
            // All the room is free again: a guest may wait for just that.
            connections.Tell(ref connection, PendingPackets.Credit);
        }
        if (connection.Delayed.IsEmpty && connection.GuestShut == ShutdownFlags.Both)
        {
            connections.Finish(ref connection);
            return false;
        }
        if (connection.Delayed.IsEmpty && connection.GuestShut.HasFlag(ShutdownFlags.VIRTIO_VSOCK_SHUTDOWN_SEND))
        {
            connection.Host.EndSending();
        }
        return true;
    }

    // Returns false when the connection is over.
    private bool TrySend(ref Connection connection, ReadOnlySpan<GuestBuffer> packet, uint length, out uint sent)
    {
        sent = 0;
        uint skipped = virtio_vsock_hdr.Length;
        foreach (ref readonly GuestBuffer buffer in packet)
        {
            if (skipped >= buffer.Length)
            {
                skipped -= buffer.Length;
                continue;
            }
            uint part = Math.Min(buffer.Length - skipped, length - sent);
            if (part == 0)
            {
                break;
            }
            IoResult result = connection.Host.Send(buffer.Start + skipped, part);
            if (result.Failed && !result.WouldBlock)
            {
                Fail(ref connection, result.Errno, connections.Metrics.WriteFailures);
                return false;
            }
            sent += (uint)result.Count;
            skipped = 0;
            if ((uint)result.Count < part)
            {
                break;
            }
        }
        return true;
    }

    // Returns false when the guest has sent more than it may, or the host has no memory.
    private bool TryDelay(ref Connection connection, ReadOnlySpan<GuestBuffer> packet, uint sent, uint length)
    {
        if (!connection.Delayed.TryAdd((int)(length - sent), out Span<byte> first, out Span<byte> second))
        {
            return false;
        }
        uint offset = virtio_vsock_hdr.Length + sent;
        _ = ChainBytes.Copy(packet, offset, first);
        _ = ChainBytes.Copy(packet, offset + (uint)first.Length, second);
        connections.Watch(ref connection);
        return true;
    }

    private void Forwarded(ref Connection connection, uint bytes)
    {
        connection.Own.Forward(bytes);
        if (connection.Own.IsUpdateDue && connection.Phase == ConnectionPhase.Open)
        {
            connections.Tell(ref connection, PendingPackets.Credit);
        }
    }

    private void Fail(ref Connection connection, Errno error, Counter failures)
    {
        failures.Increment();
        connections.CountBrokenPipe(error);
        connections.Kill(ref connection);
    }
}
