using System.Text;
using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <content>What the programs of the host do.</content>
internal sealed partial class SocketScript
{
    private void HostAsks(int connections)
    {
        if (connections >= MostConnections)
        {
            return;
        }
        HostEnd end = HostEnd.Connect(sockets.Path);
        uint guestPort = _guestPorts[random.Next(_guestPorts.Length)];
        if (random.Next(6) == 0)
        {
            string wrong = random.GetItems(["CONNECT\n", "CONNECT x\n", "HELLO 10\n", "CONNECT 4294967296\n", "\n", "CONNECT 10x\n", "CONNECT -1\n"], 1)[0];
            Tell($"host: {wrong.TrimEnd('\n')}");
            end.Send(Encoding.ASCII.GetBytes(wrong));
            Settle();
            int received = 0;
            // A child that another test is just starting has the device's end, too, until it executes.
            bool isClosed = SpinWait.SpinUntil(
                () =>
                {
                    received += end.Receive().Length;
                    return end.IsAtEnd;
                },
                _patience);
            if (received > 0 || !isClosed)
            {
                _model.Blame("a program that says nothing right is not closed without a byte");
            }
            end.Dispose();
            return;
        }
        int early = random.Next(3) == 0 ? random.Next(1, LongestPiece) : 0;
        byte[] line = Encoding.ASCII.GetBytes($"{(random.Next(2) == 0 ? "CONNECT" : "connect")} {guestPort}\n");
        Tell($"host: connect {guestPort} and {early}");
        if (random.Next(3) == 0)
        {
            int cut = random.Next(1, line.Length);
            end.Send(line.AsSpan(0, cut));
            Settle();
            line = line[cut..];
        }
        ModelConnection next = new(_model.NextPort, guestPort, end, ModelPhase.Asked);
        end.Send([.. line, .. next.Piece(0, early, isOfHost: true)]);
        _model.HostAsks(end, guestPort, (uint)early);
    }

    private void HostActs(ModelConnection connection, HostEnd end)
    {
        switch (random.Next(8))
        {
            case 0 when !connection.HostSendsNoMore:
                Tell($"host: {connection.HostPort} {connection.GuestPort} sends no more");
                end.Shut();
                connection.HostSendsNoMore = true;
                break;
            case 1:
                Tell($"host: {connection.HostPort} {connection.GuestPort} is gone");
                end.Dispose();
                connection.End = null;
                break;
            case < 7 when !connection.HostSendsNoMore:
                uint first = unchecked(connection.Delivered + connection.Waiting);
                int count = end.Send(connection.Piece(first, random.Next(1, random.Next(2) == 0 ? LongestPiece : LongestStream), isOfHost: true));
                Tell($"host: {connection.HostPort} {connection.GuestPort} sends {count}");
                connection.Waiting += (uint)count;
                break;
            default:
                break;
        }
    }

    // Everything that the device has taken must have come.
    private void HostReads(ModelConnection connection, bool isOver)
    {
        if (connection.End is not { } end)
        {
            return;
        }
        byte[] data = end.Receive();
        byte[] expected = [.. Encoding.ASCII.GetBytes(connection.Greeting), .. connection.Piece(connection.Read, (int)(connection.Taken - connection.Read), isOfHost: false)];
        if (!data.AsSpan().SequenceEqual(expected))
        {
            _model.Blame($"the host has read {data.Length} bytes, not these {expected.Length}, of {SocketModel.Describe(connection)}");
        }
        bool isAtEnd = isOver || connection.GuestSendsNoMore;
        if (end.IsAtEnd != isAtEnd && connection.Phase != ModelPhase.Ending)
        {
            _model.Blame($"the host's stream is {(isAtEnd ? "not " : "")}at its end in {SocketModel.Describe(connection)}");
        }
        (connection.Greeting, connection.Read, connection.UnreadPieces) = ("", connection.Taken, 0);
    }
}
