using System.Linq;
using System.Text;
using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>A random run: what guest and host do, step by step, each compared with the model.</summary>
internal sealed partial class SocketScript(TestSockets sockets, Random random, SocketCoverage coverage)
{
    // Nobody listens there.
    private const uint ClosedPort = 5999;

    // A socket of the host has room for as many, of the length that they have here.
    private const int MostUnread = 20;
    private const int LongestPiece = 2000;

    // More than the guest has room for in one packet, and than most of its credits.
    private const int LongestStream = 12_000;

    private const int MostConnections = 6;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly uint[] _guestPorts = [10, 11, 1024];

    private readonly SocketModel _model = new(Ports);
    private readonly StringBuilder _story = new();

    /// <summary>The ports of the host that a program listens on.</summary>
    internal static uint[] Ports => [5000, 5001];

    /// <summary>What was done and heard, line by line.</summary>
    internal string Story => _story.ToString();

    /// <returns>What was wrong; null if nothing.</returns>
    internal string? Run(int most)
    {
        sockets.Start();
        for (int steps = random.Next(1, most + 1); steps > 0 && _model.Fault is null; steps--)
        {
            Step();
        }
        foreach (ModelConnection connection in _model.Connections.Concat(_model.Removed))
        {
            connection.End?.Dispose();
        }
        return _model.Fault;
    }

    private void Step()
    {
        ModelConnection[] connections = [.. _model.Connections];
        ModelConnection? one = connections.Length > 0 ? connections[random.Next(connections.Length)] : null;
        if (random.Next(5) < 3)
        {
            GuestSends(random.Next(4) > 0 ? one : null);
        }
        else if (one?.End is null || random.Next(4) == 0)
        {
            HostAsks(connections.Length);
        }
        else
        {
            HostActs(one, one.End);
        }
        Settle();
        foreach (ModelConnection connection in _model.Connections.ToArray())
        {
            if (connection.UnreadPieces >= MostUnread || random.Next(2) == 0)
            {
                HostReads(connection, isOver: false);
            }
        }
        _model.Removed.ForEach(connection => HostReads(connection, isOver: true));
        _model.Removed.ForEach(connection => connection.End?.Dispose());
        _model.Removed.Clear();
    }

    private void Settle()
    {
        // A child that another test is just starting has what a program has closed, too, until it executes.
        SpinWait.SpinUntil(HasSettled, _patience);
        if (_model.Missing is { } missing)
        {
            _model.Blame(missing);
        }
    }

    private bool HasSettled()
    {
        foreach (SocketPacket packet in sockets.Receive())
        {
            Tell($"  device: {packet} {packet.Payload.Length}");
            _model.Hear(packet);
        }
        return _model.Missing is null || _model.Fault is not null;
    }

    private void GuestSends(ModelConnection? known)
    {
        uint hostPort = known?.HostPort ?? (random.Next(3) == 0 ? ClosedPort : Ports[random.Next(2)]);
        uint guestPort = known?.GuestPort ?? _guestPorts[random.Next(_guestPorts.Length)];
        ModelConnection? connection = _model.Find(hostPort, guestPort);
        ushort operation = (ushort)(random.Next(3) > 0 ? LikelyOperation(connection) : random.Next(9));
        if (operation == SocketPacket.Request && connection is null && _model.Connections.Count() >= MostConnections)
        {
            return;
        }
        int length = operation == SocketPacket.Rw && random.Next(8) > 0 ? random.Next(1, LongestPiece) : 0;
        SocketPacket packet = new(
            hostPort, guestPort, operation, operation == SocketPacket.Shutdown ? (uint)random.Next(4) : 0, Room(), TakenBy(connection))
        {
            Payload = connection?.Piece(connection.Taken, length, isOfHost: false) ?? new byte[length],
        };
        Tell($"guest: {packet} {length}");
        coverage.Note(connection, operation);
        sockets.Send(packet);
        _model.GuestSends(packet, Ports.Contains(hostPort) && operation == SocketPacket.Request ? sockets.Accept(hostPort) : null);
    }

    private int LikelyOperation(ModelConnection? connection) => connection switch
    {
        null => SocketPacket.Request,
        { Phase: ModelPhase.Asked } => SocketPacket.Response,
        _ => random.Next(6) switch { 0 => SocketPacket.Shutdown, 1 => SocketPacket.CreditUpdate, 2 => SocketPacket.CreditRequest, _ => SocketPacket.Rw },
    };

    private uint Room() => random.Next(10) switch
    {
        0 => 0,
        1 => 1,
        2 => (uint)random.Next(6000),
        3 => uint.MaxValue,
        _ => 65536,
    };

    // Mostly the truth; or less, which is allowed; or a lie.
    private uint TakenBy(ModelConnection? connection) => random.Next(10) switch
    {
        _ when connection is null => 0,
        0 => (uint)random.Next((int)connection.Delivered + 1),
        1 => unchecked(connection.Delivered + (uint)random.Next(100)),
        2 => unchecked((uint)random.NextInt64()),
        _ => connection.Delivered,
    };

    private void Tell(string line) => _story.Append(line).Append('\n');
}
