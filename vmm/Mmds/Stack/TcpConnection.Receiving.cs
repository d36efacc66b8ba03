namespace Kiln.Vmm.Mmds.Stack;

// What a segment of the guest does to a connection (RFC 9293, 3.10.7.4).
internal sealed partial class TcpConnection
{
    /// <summary>Takes a segment of the guest, and has requests answered.</summary>
    internal TcpVerdict Receive(in TcpSegment segment, IRequestHandler handler, ulong now)
    {
        if (segment.Has(TcpFlags.Rst))
        {
            int distance = segment.Sequence - _expected;
            return distance >= 0 && distance <= received.Free ? TcpVerdict.Over : TcpVerdict.Open;
        }
        if (segment.Has(TcpFlags.Syn))
        {
            return OpenAgain(segment);
        }
        if (!segment.Has(TcpFlags.Ack))
        {
            return TcpVerdict.Open;
        }
        _heard = now;
        if (State == TcpState.SynReceived)
        {
            if (segment.Acknowledgment != _first + 1 || _send.IsAcknowledged)
            {
                return TcpVerdict.Refused;
            }
            State = TcpState.Established;
        }
        if (segment.Acknowledgment > _send.Unsent)
        {
            // Of something that was never sent.
            _isAcknowledgmentDue = true;
            return TcpVerdict.Open;
        }
        if (segment.Acknowledgment >= _send.Oldest)
        {
            _send.Acknowledge(segment.Acknowledgment, segment.Window, segment.SequenceLength == 0, now);
        }
        if (State == TcpState.LastAck && _send.IsAcknowledged)
        {
            return TcpVerdict.Over;
        }
        if (answer.Length > 0 && _send.Oldest >= _answerEnd)
        {
            answer.Clear();
            _answerStart = _answerEnd;
        }
        TakePayload(segment);
        return Serve(handler);
    }

    // A repeated SYN means that ours was lost, if it was sent at all; or it has come twice, and late.
    private TcpVerdict OpenAgain(in TcpSegment syn)
    {
        if (syn.Sequence != _guestFirst || syn.SequenceLength != 1)
        {
            return TcpVerdict.Broken;
        }
        if (State == TcpState.SynReceived)
        {
            _send.Start(_first, syn.Window);
        }
        else
        {
            _isAcknowledgmentDue = true;
        }
        return TcpVerdict.Open;
    }

    private void TakePayload(in TcpSegment segment)
    {
        if (segment.Sequence != _expected)
        {
            // Came before, or comes too early: the guest learns what is missing.
            _isAcknowledgmentDue = true;
            return;
        }
        ReadOnlySpan<byte> payload = segment.Payload;
        if (segment.SequenceLength == 0 || State != TcpState.Established || payload.Length > received.Free)
        {
            return;
        }
        received.Add(payload);
        _expected += segment.SequenceLength;
        _isAcknowledgmentDue = true;
        if (segment.Has(TcpFlags.Fin))
        {
            State = TcpState.CloseWait;
        }
    }

    private TcpVerdict Serve(IRequestHandler handler)
    {
        if (answer.Length > 0 || received.Received.IsEmpty || State == TcpState.LastAck)
        {
            return TcpVerdict.Open;
        }
        int taken = handler.Answer(received.Received, answer);
        if (taken == 0)
        {
            // What does not end within the window never does.
            return received.Free == 0 ? TcpVerdict.Broken : TcpVerdict.Open;
        }
        received.Take(taken);
        _answerEnd = _answerStart + answer.Length;
        _isAcknowledgmentDue = true;
        return TcpVerdict.Open;
    }
}
