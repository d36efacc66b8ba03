using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>What programs of the host do: they connect, say to which port, send, take what is theirs, and leave.</summary>
internal sealed class FromHost(ConnectionSet connections, SocketPoll poll, VsockMetrics metrics, Func<ulong> clock)
{
    // The bit of a token that tells a handshake from a connection.
    private const uint IsHandshake = 0x8000_0000;

    // Programs accepted in one turn; the others wait in the backlog.
    private const int MostAccepted = 32;

    private readonly HostWriter _writer = new(connections);
    private readonly HandshakeTable _handshakes = new();

    /// <summary>The first time at which a handshake ends, in nanoseconds of the clock; null if there is none.</summary>
    internal ulong? Deadline => _handshakes.First;

    /// <summary>The host's ports of the connections that the host asks for.</summary>
    internal HostPorts Ports { get; } = new();

    /// <summary>Programs have connected.</summary>
    /// <returns>False when one cannot be accepted, for want of a descriptor or of memory: the kernel would say so again and again.</returns>
    internal bool TryAccept(Descriptor listener)
    {
        for (int count = 0; count < MostAccepted; count++)
        {
            Errno error = StreamSocket.TryAccept(listener, out StreamSocket client);
            if (error == Errno.EAGAIN)
            {
                return true;
            }
            if (error.Number != 0)
            {
                metrics.AcceptFailures.Increment();
                return false;
            }
            Begin(client);
        }
        return true;
    }

    /// <summary>Handles what the kernel reports of sockets.</summary>
    internal void Handle()
    {
        foreach (EpollEvent report in poll.Take())
        {
            int place = (int)((uint)report.Token & ~IsHandshake);
            uint generation = (uint)(report.Token >> 32);
            if (((uint)report.Token & IsHandshake) != 0)
            {
                if (_handshakes[place].IsThere && _handshakes[place].Generation == generation)
                {
                    Continue(place);
                }
            }
            else if (connections[place].HasHost && connections[place].Generation == generation)
            {
                Handle(ref connections[place], report.Events);
            }
        }
    }

    /// <summary>Ends the handshakes whose time is over.</summary>
    internal void EndDue(ulong now) => _handshakes.CloseDue(now);

    /// <summary>Ends all handshakes.</summary>
    internal void Clear() => _handshakes.CloseAll();

    private void Begin(StreamSocket client)
    {
        if (connections.IsFull)
        {
            metrics.Refused.Increment();
            client.Close();
            return;
        }
        int place = _handshakes.Add(client, clock());
        // Most programs ask at once.
        if (Continue(place))
        {
            return;
        }
        ref Handshake handshake = ref _handshakes[place];
        ulong token = (uint)place | IsHandshake | ((ulong)handshake.Generation << 32);
        if (!poll.TryChange(client, ref handshake.Interest, EpollEvents.EPOLLIN, token))
        {
            metrics.SocketFailures.Increment();
            _handshakes.Close(place);
        }
    }

    // Returns whether the handshake is over.
    private bool Continue(int place)
    {
        switch (_handshakes[place].Read(out uint port))
        {
            case HandshakeStep.Waits:
                return false;
            case HandshakeStep.Succeeds when !connections.IsFull:
                // The set has to know it by its connection from now on.
                _ = poll.TryChange(_handshakes[place].Client, ref _handshakes[place].Interest, null, 0);
                Connect(_handshakes.Take(place), port);
                return true;
            case HandshakeStep.Succeeds:
                metrics.Refused.Increment();
                goto default;
            default:
                _handshakes.Close(place);
                return true;
        }
    }

    private void Connect(StreamSocket client, uint guestPort)
    {
        ref Connection connection = ref connections.Open(
            Ports.Next(connections.Table, guestPort), guestPort, client, ConnectionPhase.Requested, PendingPackets.Request);
        if (connection.HasHost)
        {
            connections.Limit(ref connection);
        }
    }

    private void Handle(ref Connection connection, EpollEvents events)
    {
        connection.IsHungUp |= (events & (EpollEvents.EPOLLHUP | EpollEvents.EPOLLERR)) != 0;
        if ((events & EpollEvents.EPOLLOUT) != 0 && !_writer.TryFlush(ref connection))
        {
            return;
        }
        if (!connection.Reads)
        {
            if (connection.IsHungUp && connection.Phase == ConnectionPhase.Open)
            {
                connections.CloseHost(ref connection);
                return;
            }
        }
        else if ((events & ~EpollEvents.EPOLLOUT) != 0)
        {
            Read(ref connection);
        }
        connections.Watch(ref connection);
    }

    private void Read(ref Connection connection)
    {
        if (connection.AwaitsCredit || connection.Pending.HasFlag(PendingPackets.Data))
        {
            connection.IsHeldUp = true;
        }
        else
        {
            connections.Tell(ref connection, PendingPackets.Data);
        }
    }
}
