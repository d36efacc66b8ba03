using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>
/// A host at the guest's end of an interface: it answers ARP, and TCP on one port. It has one peer, whose address is that of the last frame. Takes a
/// frame at a time and gives a frame at a time; makes no system call and allocates nothing. On the vmm thread.
/// </summary>
internal sealed class NetworkStack : IDisposable
{
    /// <summary>How much of a frame <see cref="Takes"/> looks at.</summary>
    internal const int FrontLength = EthernetFrame.HeaderLength + ArpPacket.Length;

    /// <summary>The longest frame that is not refused whatever it says: all headers with all options, and a window full of payload.</summary>
    internal const int MostTaken =
        EthernetFrame.HeaderLength + Ipv4Packet.MostHeaderLength + TcpSegment.MostHeaderLength + ReceiveWindow.Length;

    private const TcpFlags Congestion = TcpFlags.Ece | TcpFlags.Cwr;

    private readonly Ipv4Address _address;
    private readonly IRequestHandler _handler;
    private readonly MmdsMetrics _metrics;
    private readonly ConnectionTable _connections;
    private readonly ResetQueue _resets = new();
    private readonly FrameBuilder _builder;
    private ulong _random;
    private MacAddress _peer;
    private Ipv4Address? _asker;

    // Whether there may be something to send.
    private bool _isBusy;

    /// <param name="address">The address that it answers for.</param>
    /// <param name="connections">Its connections; disposed with it.</param>
    /// <param name="seed">Random: the first numbers of connections follow from it.</param>
    internal NetworkStack(Ipv4Address address, IRequestHandler handler, ConnectionTable connections, ulong seed, MmdsMetrics metrics)
    {
        // Of zero nothing but zero would follow.
        (_address, _handler, _connections, _random, _metrics) = (address, handler, connections, Math.Max(seed, 1), metrics);
        _builder = new FrameBuilder(address);
    }

    /// <summary>The metrics, for what whoever delivers frames sees.</summary>
    internal MmdsMetrics Metrics => _metrics;

    /// <summary>Whether <see cref="Give"/> may have a frame.</summary>
    internal bool IsBusy => _isBusy;

    /// <summary>When <see cref="OnTime"/> is due, in nanoseconds of the monotonic clock.</summary>
    internal ulong Deadline => _connections.Deadline;

    /// <summary>Whether a frame is addressed to the stack. If so it is <see cref="Take"/>n, valid or not, and goes nowhere else.</summary>
    /// <param name="front">The first bytes of the frame, as many as there are up to <see cref="FrontLength"/>.</param>
    internal bool Takes(ReadOnlySpan<byte> front) => front.Length >= EthernetFrame.HeaderLength + Ipv4Packet.HeaderLength
        && new EthernetFrame(front) is { Payload: var payload } frame
        && frame.Type switch
        {
            EtherType.Arp => payload.Length >= ArpPacket.Length && ArpPacket.TargetOf(payload) == _address,
            EtherType.Ipv4 => Ipv4Packet.DestinationOf(payload) == _address,
            _ => false,
        };

    /// <summary>Takes a frame of the guest.</summary>
    /// <param name="bytes">A frame that <see cref="Takes"/> accepts.</param>
    internal void Take(ReadOnlySpan<byte> bytes, ulong now)
    {
        _metrics.Accepted.Increment();
        EthernetFrame frame = new(bytes);
        if (frame.Type == EtherType.Arp)
        {
            if (ArpPacket.TryReadRequest(frame.Payload, out ArpPacket request))
            {
                (_peer, _asker, _isBusy) = (request.SenderHardware, request.SenderProtocol, true);
            }
            return;
        }
        if (!Ipv4Packet.TryRead(frame.Payload, out Ipv4Packet packet))
        {
            _metrics.Malformed.Increment();
        }
        else if (packet.Protocol != Ipv4Packet.Tcp)
        {
            _metrics.Unusual.Increment();
        }
        else if (!TcpSegment.TryRead(packet.Payload, out TcpSegment segment) || segment.DestinationPort != FrameBuilder.Port)
        {
            _metrics.Malformed.Increment();
        }
        else
        {
            (_peer, _isBusy) = (frame.Source, true);
            _metrics.Segments.Increment();
            TakeSegment(segment, packet.Source, now);
        }
    }

    /// <summary>Refuses a frame that <see cref="Takes"/> accepts and that is longer than <see cref="MostTaken"/>.</summary>
    internal void Refuse()
    {
        _metrics.Accepted.Increment();
        _metrics.Malformed.Increment();
    }

    /// <summary>Gives the next frame to the guest: resets first, then the answer to an ARP request, then what connections send.</summary>
    /// <param name="frame">Room for <see cref="FrameBuilder.MostLength"/> bytes.</param>
    /// <returns>The length of the frame; 0 when there is none.</returns>
    internal int Give(Span<byte> frame, ulong now)
    {
        if (_resets.TryTake(out Reset reset))
        {
            return _builder.WriteReset(frame, _peer, reset);
        }
        if (_asker is { } asker)
        {
            _asker = null;
            return _builder.WriteArpReply(frame, _peer, asker);
        }
        if (_connections.TryNext(now, out OutgoingSegment segment) is { } connection)
        {
            return _builder.WriteSegment(frame, _peer, connection, segment);
        }
        _isBusy = false;
        return 0;
    }

    /// <summary>Has connections send again what was lost.</summary>
    internal void OnTime(ulong now)
    {
        foreach (TcpConnection connection in _connections.All)
        {
            if (connection.State != TcpState.Closed && !connection.TryTimeOut(now))
            {
                Break(connection);
            }
        }
        _isBusy = true;
    }

    public void Dispose() => _connections.Dispose();

    private void TakeSegment(in TcpSegment segment, Ipv4Address source, ulong now)
    {
        if ((segment.Flags & (TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack)) is TcpFlags.None or (TcpFlags.Syn | TcpFlags.Rst))
        {
            _metrics.Unusual.Increment();
        }
        if (_connections.Find(source, segment.SourcePort) is not { } connection)
        {
            Open(segment, source, now);
            return;
        }
        switch (connection.Receive(segment, _handler, now))
        {
            case TcpVerdict.Refused:
                _resets.Add(Reset.Of(segment, source));
                break;
            case TcpVerdict.Broken:
                _resets.Add(Reset.Of(segment, source));
                Close(connection);
                break;
            case TcpVerdict.Over:
                Close(connection);
                break;
            default:
                break;
        }
    }

    private void Open(in TcpSegment segment, Ipv4Address source, ulong now)
    {
        if (segment.Has(TcpFlags.Rst))
        {
            return;
        }
        if ((segment.Flags & ~Congestion) != TcpFlags.Syn || segment.Payload.Length > 0)
        {
            _resets.Add(Reset.Of(segment, source));
            return;
        }
        if (!MaximumSegmentSize.TryFind(segment.Options, out ushort size))
        {
            return;
        }
        if (_connections.FindPlace(now) is not { } place)
        {
            _resets.Add(Reset.Of(segment, source));
            return;
        }
        if (place.State != TcpState.Closed)
        {
            Break(place);
        }
        place.Open(segment, source, size, NextFirst(), now);
        _metrics.ConnectionsCreated.Increment();
    }

    private void Break(TcpConnection connection)
    {
        _resets.Add(Reset.Of(connection));
        Close(connection);
    }

    private void Close(TcpConnection connection)
    {
        connection.Close();
        _metrics.ConnectionsDestroyed.Increment();
    }

    // Marsaglia's xorshift: nobody but the guest itself could use what it guesses.
    private SequenceNumber NextFirst()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return new SequenceNumber((uint)(_random >> 32));
    }
}
