namespace Kiln.Vmm.Memory;

/// <summary>One contiguous range of guest RAM.</summary>
/// <param name="Start">Its first guest-physical address.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct GuestRegion(ulong Start, ulong Length)
{
    /// <summary>The address behind its last byte.</summary>
    internal ulong End => Start + Length;

    /// <summary>Whether a whole range lies inside. The range may be any two numbers.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="length">Its length in bytes.</param>
    internal bool Contains(ulong address, ulong length) =>
        address >= Start && address - Start <= Length && length <= Length - (address - Start);
}
