namespace Kiln.Seccomp.Container;

/// <summary>FNV-1a of 64 bits: finds damage. The seals on a set's file, not this, keep others from changing it.</summary>
internal static class Checksum
{
    private const ulong OffsetBasis = 0xCBF2_9CE4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01B3;

    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = OffsetBasis;
        foreach (byte value in bytes)
        {
            sum = (sum ^ value) * Prime;
        }
        return sum;
    }
}
