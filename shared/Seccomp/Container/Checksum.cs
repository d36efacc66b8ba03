using System.Buffers.Binary;

namespace Kiln.Seccomp.Container;

/// <summary>
/// 64-bit FNV-1a of words of eight bytes, then of the bytes that are left: it detects corruption, and every start takes it. Protection against tampering
/// comes from the seals on the set's file.
/// </summary>
internal static class Checksum
{
    private const ulong OffsetBasis = 0xCBF2_9CE4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01B3;

    /// <summary>Computes the checksum of bytes.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = OffsetBasis;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = (sum ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime;
        }
        foreach (byte value in bytes)
        {
            sum = (sum ^ value) * Prime;
        }
        return sum;
    }
}
