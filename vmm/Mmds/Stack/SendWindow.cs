using Kiln.Linux.Abi;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>
/// Our direction of a connection: what was sent and is not acknowledged, how far the peer lets us send, and when we send again (RFC 6298, with a
/// fixed first time-out: there is one hop).
/// </summary>
internal sealed class SendWindow
{
    /// <summary>A deadline that never comes.</summary>
    internal const ulong Never = ulong.MaxValue;

    // Nanoseconds from a segment to its repetition: Firecracker's 1.2 * 10^9 cycles at 3 GHz. A guest answers within a millisecond.
    private const ulong FirstTimeout = 400 * NanosecondsPer.Millisecond;

    // Each repetition waits twice as long as the one before it, up to 6.4 s: a guest that is held for a minute finds its connection again.
    private const int MostDoublings = 4;

    // Time-outs without a sign of the peer after which the connection is given up, as in Firecracker.
    private const int MostTimeouts = 15;

    private SequenceNumber _highest;
    private SequenceNumber _edge;
    private bool _hasRepeated;

    // Without progress, and without a sign of the peer.
    private int _timeouts;
    private int _silence;

    /// <summary>The first place that is not acknowledged.</summary>
    internal SequenceNumber Oldest { get; private set; }

    /// <summary>The place that is sent next; after a time-out again the oldest one.</summary>
    internal SequenceNumber Next { get; private set; }

    /// <summary>The first place that was never sent.</summary>
    internal SequenceNumber Unsent => _highest;

    /// <summary>Whether everything that was sent is acknowledged.</summary>
    internal bool IsAcknowledged => Oldest == _highest;

    /// <summary>How much the peer takes from the next place on. A time-out may have been for a closed window: then one byte asks whether it still is.</summary>
    internal int Room => Math.Max(_edge - Next, Next == Oldest && _timeouts > 0 ? 1 : 0);

    /// <summary>When <see cref="TryTimeOut"/> is due, in nanoseconds of the monotonic clock.</summary>
    internal ulong Deadline { get; private set; }

    /// <summary>Whether the oldest segment is to be sent again, now: the peer has got a later one.</summary>
    internal bool IsRepeatDue { get; private set; }

    private ulong Timeout => FirstTimeout << Math.Min(_timeouts, MostDoublings);

    internal void Start(SequenceNumber first, int window)
    {
        (Oldest, Next, _highest, _edge) = (first, first, first, first + window);
        (_timeouts, _silence, _hasRepeated, IsRepeatDue, Deadline) = (0, 0, false, false, Never);
    }

    /// <summary>Sets that the next bytes were sent.</summary>
    internal void Sent(int length, ulong now)
    {
        Next += length;
        _highest = SequenceNumber.Later(_highest, Next);
        Expect(now);
    }

    /// <summary>Sets that the oldest segment was sent again.</summary>
    internal void Repeated() => IsRepeatDue = false;

    /// <summary>Something of the peer has to come: an acknowledgment, or room.</summary>
    internal void Expect(ulong now)
    {
        if (Deadline == Never)
        {
            Deadline = now + Timeout;
        }
    }

    /// <summary>The peer has said what it got, and what it takes. The right edge of its window never moves to the left.</summary>
    /// <param name="place">A place between the oldest and the first that was never sent.</param>
    /// <param name="isBare">Whether the segment carries nothing else.</param>
    internal void Acknowledge(SequenceNumber place, int window, bool isBare, ulong now)
    {
        SequenceNumber edge = SequenceNumber.Later(_edge, place + window);
        _silence = 0;
        if (place > Oldest)
        {
            Oldest = place;
            Next = SequenceNumber.Later(Next, place);
            (_timeouts, _hasRepeated, IsRepeatDue) = (0, false, false);
            Deadline = IsAcknowledged ? Never : now + Timeout;
        }
        else if (edge > _edge && _timeouts > 0)
        {
            // The window was closed, and is not any more: the peer has not taken the byte that asked for it.
            (Next, _timeouts) = (Oldest, 0);
            Deadline = IsAcknowledged ? Never : now + Timeout;
        }
        else if (isBare && edge == _edge && !IsAcknowledged && !_hasRepeated)
        {
            (IsRepeatDue, _hasRepeated) = (true, true);
        }
        _edge = edge;
    }

    /// <summary>Goes back to the oldest place when the deadline has come.</summary>
    /// <returns>False when the peer has been silent for too long.</returns>
    internal bool TryTimeOut(ulong now)
    {
        if (now < Deadline)
        {
            return true;
        }
        Next = Oldest;
        _timeouts++;
        Deadline = now + Timeout;
        return ++_silence <= MostTimeouts;
    }
}
