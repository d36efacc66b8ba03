using Kiln.Linux.Abi;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>
/// A connection that the guest has opened, one request after the other (RFC 9293). A request is looked at when the answer to the one before it is
/// acknowledged. Only what comes in order is taken. Every acknowledgment goes at once, alone or with data.
/// </summary>
/// <param name="received">Gets what the guest sends.</param>
/// <param name="answer">Has what is sent to the guest.</param>
internal sealed partial class TcpConnection(ReceiveWindow received, AnswerBuffer answer)
{
    // Nanoseconds without a segment of the guest after which a new connection may take the place: Firecracker's 4 * 10^10 cycles at 3 GHz.
    private const ulong IdleTime = 13 * NanosecondsPer.Second;

    private readonly SendWindow _send = new();
    private SequenceNumber _first;
    private SequenceNumber _guestFirst;
    private SequenceNumber _expected;

    // Where the answer begins and ends; the same place while there is none.
    private SequenceNumber _answerStart;
    private SequenceNumber _answerEnd;

    private ulong _heard;
    private bool _isAcknowledgmentDue;

    internal TcpState State { get; private set; }

    internal Ipv4Address Address { get; private set; }

    internal ushort Port { get; private set; }

    /// <summary>The most payload of a segment to the guest.</summary>
    internal ushort SegmentSize { get; private set; }

    /// <summary>What the guest is told to send next.</summary>
    internal SequenceNumber Acknowledgment => _expected;

    /// <summary>What the guest is told that it may send.</summary>
    internal ushort Window => (ushort)received.Free;

    /// <summary>What is sent to the guest.</summary>
    internal AnswerBuffer Answer => answer;

    /// <summary>The first place that was never sent: a reset there is taken by a guest that has got everything.</summary>
    internal SequenceNumber Unsent => _send.Unsent;

    /// <summary>When <see cref="TryTimeOut"/> is due, in nanoseconds of the monotonic clock.</summary>
    internal ulong Deadline => _send.Deadline;

    /// <summary>Opens it.</summary>
    /// <param name="syn">The guest's SYN.</param>
    /// <param name="first">The number of our SYN.</param>
    internal void Open(in TcpSegment syn, Ipv4Address address, ushort segmentSize, SequenceNumber first, ulong now)
    {
        (Address, Port, SegmentSize, _heard) = (address, syn.SourcePort, segmentSize, now);
        (_first, _guestFirst, _expected) = (first, syn.Sequence, syn.Sequence + 1);
        _answerStart = _answerEnd = first + 1;
        _isAcknowledgmentDue = false;
        _send.Start(first, syn.Window);
        received.Clear();
        answer.Clear();
        State = TcpState.SynReceived;
    }

    /// <summary>Forgets it.</summary>
    internal void Close()
    {
        State = TcpState.Closed;
        answer.Clear();
    }

    internal bool Is(Ipv4Address address, ushort port) => State != TcpState.Closed && Address == address && Port == port;

    /// <summary>Whether a new connection may take its place: the guest has said nothing for long, or has nothing to say any more.</summary>
    internal bool IsIdle(ulong now) => State == TcpState.LastAck || now - _heard > IdleTime;

    /// <summary>Sends again what the guest should have acknowledged.</summary>
    /// <returns>False when the guest has been silent for too long.</returns>
    internal bool TryTimeOut(ulong now) => _send.TryTimeOut(now);

    /// <summary>Returns what is to be sent now, if anything, and takes it for sent.</summary>
    internal bool TryNext(ulong now, out OutgoingSegment segment)
    {
        segment = default;
        switch (State)
        {
            case TcpState.Closed:
            case TcpState.SynReceived when _send.Next != _first:
                return false;
            case TcpState.SynReceived:
                segment = new OutgoingSegment(_first, TcpFlags.Syn | TcpFlags.Ack, 0, 0);
                _send.Sent(1, now);
                return true;
            default:
                break;
        }
        bool isRepeat = _send.IsRepeatDue;
        SequenceNumber place = isRepeat ? _send.Oldest : _send.Next;
        int rest = _answerEnd - place;
        int length = Math.Clamp(isRepeat ? _send.Unsent - place : _send.Room, 0, Math.Clamp(rest, 0, SegmentSize));
        bool isFin = length == 0 && rest == 0 && (State == TcpState.LastAck || (State == TcpState.CloseWait && answer.Length == 0));
        if (length == 0 && !isFin && !_isAcknowledgmentDue)
        {
            if (rest > 0)
            {
                _send.Expect(now);
            }
            return false;
        }
        TcpFlags flags = TcpFlags.Ack | (isFin ? TcpFlags.Fin : 0) | (length > 0 && length == rest ? TcpFlags.Psh : 0);
        segment = new OutgoingSegment(place, flags, length > 0 ? place - _answerStart : 0, length);
        State = isFin ? TcpState.LastAck : State;
        _isAcknowledgmentDue = false;
        if (isRepeat)
        {
            _send.Repeated();
        }
        else
        {
            _send.Sent(length + (isFin ? 1 : 0), now);
        }
        return true;
    }
}
