using System.Linq;

namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <summary>
/// The rules of connections (Virtio 1.2, 5.10.6, and the contract's states and credit), for programs that read soon enough that nothing waits in the device.
/// Each event says what must be answered; each packet of the device is accepted or not.
/// </summary>
/// <param name="listened">The ports of the host that a program listens on.</param>
internal sealed partial class SocketModel(IReadOnlyCollection<uint> listened)
{
    private const uint FirstPort = 1u << 30;

    private readonly Dictionary<(uint Host, uint Guest), ModelConnection> _connections = [];
    private readonly List<(uint Host, uint Guest, ushort Operation)> _due = [];

    // Programs whose request was sent, in this order, to which port, and how much of their stream came with it.
    private readonly Queue<(HostEnd End, uint GuestPort, uint Early)> _asking = new();
    private uint _latest = FirstPort - 1;

    /// <summary>What a packet was that no device may send then; null while there is none.</summary>
    internal string? Fault { get; private set; }

    internal IEnumerable<ModelConnection> Connections => _connections.Values;

    internal ModelConnection? Find(uint host, uint guest) => _connections.GetValueOrDefault((host, guest));

    /// <summary>The port of the host's that the next program gets.</summary>
    internal uint NextPort => _latest + 1;

    /// <summary>Connections that are no more, whose programs have yet to read what came and find their end.</summary>
    internal List<ModelConnection> Removed { get; } = [];

    /// <summary>A program has said which port of the guest it wants.</summary>
    /// <param name="early">How much of its stream follows at once.</param>
    internal void HostAsks(HostEnd end, uint guestPort, uint early) => _asking.Enqueue((end, guestPort, early));

    /// <summary>The guest has sent a packet.</summary>
    /// <param name="accepted">The end of the program that it asks for and that has accepted; null if none has.</param>
    internal void GuestSends(in SocketPacket packet, HostEnd? accepted)
    {
        if (Find(packet.HostPort, packet.GuestPort) is not { } connection)
        {
            GuestSendsToNobody(packet, accepted);
            return;
        }
        if (accepted is not null)
        {
            Blame("a second connection of the same ports");
        }
        (connection.GuestRoom, connection.GuestTaken, connection.HasJustAsked, connection.HasJustFilled) = (packet.Buffer, packet.Forwarded, false, false);
        connection.HasAskedForCredit &= connection.Credit == 0;
        switch (packet.Operation)
        {
            case SocketPacket.Response when connection.Phase == ModelPhase.Asked:
                connection.Phase = ModelPhase.Open;
                connection.Greeting = $"OK {connection.HostPort}\n";
                break;
            case SocketPacket.Rst:
                Remove(connection);
                break;
            case SocketPacket.Shutdown when connection.Phase != ModelPhase.Asked:
                GuestShuts(connection, packet.Flags);
                break;
            case SocketPacket.Rw when connection.Phase == ModelPhase.Open && !connection.GuestSendsNoMore && !connection.HostIsGone && packet.Payload.Length > 0:
                connection.Taken += (uint)packet.Payload.Length;
                connection.UnreadPieces++;
                break;
            case SocketPacket.CreditRequest when connection.Phase == ModelPhase.Open && !connection.GuestSendsNoMore:
                Owe(connection, SocketPacket.CreditUpdate);
                break;
            default:
                break;
        }
    }

    /// <summary>Notes that something is wrong, unless something was before.</summary>
    internal void Blame(string fault) => Fault ??= fault;

    internal static string Describe(ModelConnection connection) =>
        $"{connection.Phase} host {connection.HostPort} guest {connection.GuestPort}: waiting {connection.Waiting} delivered {connection.Delivered} credit {connection.Credit} "
        + $"taken {connection.Taken} told {connection.Told}; guest {(connection.GuestSendsNoMore ? "sends no more " : "")}{(connection.GuestTakesNoMore ? "takes no more " : "")}"
        + $"host {(connection.HostSendsNoMore ? "sends no more " : "")}{(connection.HostIsGone ? "is gone " : "")}{(connection.IsTold ? "and that was told" : "")}";

    private void GuestSendsToNobody(in SocketPacket packet, HostEnd? accepted)
    {
        if (packet.Operation != SocketPacket.Request)
        {
            if (packet.Operation != SocketPacket.Rst)
            {
                _due.Add((packet.HostPort, packet.GuestPort, SocketPacket.Rst));
            }
            return;
        }
        bool isListened = listened.Contains(packet.HostPort);
        _due.Add((packet.HostPort, packet.GuestPort, isListened ? SocketPacket.Response : SocketPacket.Rst));
        if (isListened == accepted is null)
        {
            Blame(isListened ? "nobody has connected" : "somebody has connected");
        }
        if (accepted is not null)
        {
            _connections.Add((packet.HostPort, packet.GuestPort), new ModelConnection(packet.HostPort, packet.GuestPort, accepted, ModelPhase.Open)
            {
                GuestRoom = packet.Buffer,
                GuestTaken = packet.Forwarded,
            });
        }
    }

    private void GuestShuts(ModelConnection connection, uint flags)
    {
        connection.GuestSendsNoMore |= (flags & SocketPacket.SendsNoMore) != 0;
        connection.GuestTakesNoMore |= (flags & SocketPacket.ReceivesNoMore) != 0;
        bool isOver = connection.GuestSendsNoMore && (connection.GuestTakesNoMore || (connection.HostSendsNoMore && connection.IsTold));
        if (connection.GuestSendsNoMore && connection.GuestTakesNoMore && connection.Phase == ModelPhase.Open && !connection.HostIsGone)
        {
            Owe(connection, SocketPacket.Rst);
        }
        if (isOver)
        {
            connection.Phase = ModelPhase.Ending;
        }
    }

    private void Remove(ModelConnection connection)
    {
        _connections.Remove((connection.HostPort, connection.GuestPort));
        Removed.Add(connection);
    }

    private void Owe(ModelConnection connection, ushort operation)
    {
        if (!_due.Contains((connection.HostPort, connection.GuestPort, operation)))
        {
            _due.Add((connection.HostPort, connection.GuestPort, operation));
        }
    }
}
