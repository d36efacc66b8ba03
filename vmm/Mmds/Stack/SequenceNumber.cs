namespace Kiln.Vmm.Mmds.Stack;

/// <summary>A place in the stream of one direction of a connection. Numbers wrap: of two, the later one is less than 2^31 ahead (RFC 9293, 3.4).</summary>
internal readonly record struct SequenceNumber(uint Value)
{
    public static SequenceNumber operator +(SequenceNumber place, int distance) => new(unchecked(place.Value + (uint)distance));

    /// <summary>How far the left place is behind the right one; negative when it is before it.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right) => unchecked((int)(left.Value - right.Value));

    public static bool operator <(SequenceNumber left, SequenceNumber right) => left - right < 0;

    public static bool operator >(SequenceNumber left, SequenceNumber right) => left - right > 0;

    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left - right <= 0;

    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left - right >= 0;

    internal static SequenceNumber Later(SequenceNumber left, SequenceNumber right) => left > right ? left : right;
}
