using System.Linq;

namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <content>What a device may say, and what it must have said when it has nothing more to say.</content>
internal sealed partial class SocketModel
{
    /// <summary>The device has sent a packet.</summary>
    internal void Hear(in SocketPacket packet)
    {
        bool isDue = _due.Remove((packet.HostPort, packet.GuestPort, packet.Operation));
        if (packet.Operation == SocketPacket.Request)
        {
            HearRequest(packet);
            return;
        }
        if (Find(packet.HostPort, packet.GuestPort) is not { } connection)
        {
            if (!isDue || packet.Operation != SocketPacket.Rst || packet.Buffer != 0 || packet.Forwarded != 0)
            {
                Blame($"{packet} of no connection");
            }
            return;
        }
        if (packet.Operation != SocketPacket.Rst)
        {
            CheckCredit(connection, packet);
        }
        if (!MayHear(connection, packet, isDue))
        {
            Blame($"{packet} of {packet.Payload.Length} bytes in {Describe(connection)}");
        }
    }

    /// <summary>What the device has yet to send; null when it may rest.</summary>
    internal string? Missing => _due.Count > 0 ? $"no {string.Join(", ", _due)}"
        : _asking.Count > 0 ? "no request of a program's"
        : _connections.Values.FirstOrDefault(connection => connection.Phase == ModelPhase.Open && MustGoOn(connection)) is { } stuck ? $"nothing in {Describe(stuck)}"
        : null;

    private void HearRequest(in SocketPacket packet)
    {
        if (_asking.Count == 0 || packet.GuestPort != _asking.Peek().GuestPort || packet.HostPort != ++_latest)
        {
            Blame($"{packet}, which nobody has asked for, or not from {_latest}");
            return;
        }
        (HostEnd end, uint _, uint early) = _asking.Dequeue();
        _connections.Add(
            (packet.HostPort, packet.GuestPort), new ModelConnection(packet.HostPort, packet.GuestPort, end, ModelPhase.Asked) { Waiting = early });
    }

    private void CheckCredit(ModelConnection connection, in SocketPacket packet)
    {
        if (packet.Buffer != 65536 || (packet.Forwarded != connection.Taken && connection.Phase == ModelPhase.Open && !connection.HostIsGone))
        {
            Blame($"{packet}, which is another credit than {connection.Taken}");
        }
        connection.Told = packet.Forwarded;
    }

    private bool MayHear(ModelConnection connection, in SocketPacket packet, bool isDue)
    {
        switch (packet.Operation)
        {
            case SocketPacket.Response:
                return isDue;
            case SocketPacket.Rst:
                Remove(connection);
                _due.RemoveAll(due => due.Host == connection.HostPort && due.Guest == connection.GuestPort);
                return isDue || connection.Phase == ModelPhase.Ending || connection.HostIsGone;
            case SocketPacket.Shutdown:
                return HearShutdown(connection, packet.Flags);
            case SocketPacket.Rw:
                return HearData(connection, packet.Payload);
            case SocketPacket.CreditUpdate:
                return connection.Phase != ModelPhase.Asked;
            default:
                bool isFirst = !connection.HasJustAsked;
                (connection.HasAskedForCredit, connection.HasJustAsked) = (true, true);
                return isFirst && connection.Phase == ModelPhase.Open && connection.Credit == 0 && (connection.HasMore || connection.HasJustFilled);
        }
    }

    private static bool HearShutdown(ModelConnection connection, uint flags)
    {
        bool isWhole = flags == (SocketPacket.SendsNoMore | SocketPacket.ReceivesNoMore);
        bool isRight = isWhole
            ? (connection.HostIsGone || (connection.HostSendsNoMore && connection.GuestSendsNoMore)) && connection.Phase != ModelPhase.Asked
                && (connection.Waiting == 0 || connection.GuestTakesNoMore)
            : flags == SocketPacket.SendsNoMore && connection.HostSendsNoMore && connection.Waiting == 0 && !connection.IsTold
                && connection.Phase == ModelPhase.Open && !connection.GuestTakesNoMore;
        connection.IsTold = true;
        if (isWhole || connection.GuestSendsNoMore)
        {
            connection.Phase = ModelPhase.Ending;
        }
        return isRight;
    }

    private static bool HearData(ModelConnection connection, byte[] data)
    {
        bool isRight = connection.Phase == ModelPhase.Open && !connection.GuestTakesNoMore && !connection.IsTold && data.Length <= connection.Waiting
            && data.Length <= connection.Credit && data.AsSpan().SequenceEqual(connection.Piece(connection.Delivered, data.Length, isOfHost: true));
        connection.Delivered += (uint)data.Length;
        connection.HasJustFilled = connection.Credit == 0;
        connection.Waiting -= (uint)Math.Min(data.Length, connection.Waiting);
        return isRight;
    }

    // All that may go on must have gone on.
    private static bool MustGoOn(ModelConnection connection) =>
        (connection.HasMore && !connection.GuestTakesNoMore && (connection.Credit > 0 || !connection.HasAskedForCredit))
        || (connection.MustTell && !connection.HostIsGone);
}
