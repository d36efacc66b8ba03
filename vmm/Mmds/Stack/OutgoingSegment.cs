namespace Kiln.Vmm.Mmds.Stack;

/// <summary>What a connection sends next.</summary>
/// <param name="Offset">Where its payload begins in the answer.</param>
/// <param name="Length">The length of its payload.</param>
internal readonly record struct OutgoingSegment(SequenceNumber Sequence, TcpFlags Flags, int Offset, int Length)
{
    internal bool IsSyn => (Flags & TcpFlags.Syn) != 0;
}
