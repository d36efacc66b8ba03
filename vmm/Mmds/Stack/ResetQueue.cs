using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>Resets that are to be sent, the last one first. When it is full, more are lost: their peers ask again.</summary>
internal sealed class ResetQueue
{
    // As in Firecracker: more than a guest that behaves ever causes.
    private const int Most = 100;

    private readonly Reset[] _resets = new Reset[Most];
    private int _count;

    internal void Add(Reset reset)
    {
        if (_count < Most)
        {
            _resets[_count++] = reset;
        }
    }

    internal bool TryTake(out Reset reset)
    {
        if (_count == 0)
        {
            reset = default;
            return false;
        }
        reset = _resets[--_count];
        return true;
    }
}

/// <summary>A reset (RFC 9293, 3.5.2).</summary>
internal readonly record struct Reset(Ipv4Address Address, ushort Port, SequenceNumber Sequence, SequenceNumber Acknowledgment, TcpFlags Flags)
{
    /// <summary>Answers a segment of no connection.</summary>
    internal static Reset Of(in TcpSegment segment, Ipv4Address address) => segment.Has(TcpFlags.Ack)
        ? new Reset(address, segment.SourcePort, segment.Acknowledgment, default, TcpFlags.Rst)
        : new Reset(address, segment.SourcePort, default, segment.Sequence + segment.SequenceLength, TcpFlags.Rst | TcpFlags.Ack);

    /// <summary>Ends a connection.</summary>
    internal static Reset Of(TcpConnection connection) =>
        new(connection.Address, connection.Port, connection.Unsent, connection.Acknowledgment, TcpFlags.Rst | TcpFlags.Ack);
}
