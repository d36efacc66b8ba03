namespace Kiln.Vmm.Memory;

/// <summary>A contiguous range of guest RAM.</summary>
/// <param name="Start">Guest-physical address of its first byte.</param>
/// <param name="Length">Bytes of the region.</param>
internal readonly record struct GuestRegion(ulong Start, ulong Length)
{
    /// <summary>The address after its last byte.</summary>
    internal ulong End => Start + Length;

    /// <summary>Whether both have a byte in common.</summary>
    internal bool Overlaps(GuestRegion other) => Start < other.End && other.Start < End;

    /// <summary>Whether a range is entirely inside. The range is untrusted.</summary>
    /// <param name="length">Bytes of the range.</param>
    internal bool Contains(ulong address, ulong length) =>
        address >= Start && address - Start <= Length && length <= Length - (address - Start);
}
