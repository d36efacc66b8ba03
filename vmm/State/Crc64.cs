namespace Kiln.Vmm.State;

/// <summary>CRC-64/Jones: reflected, initial value 0, no final XOR. It detects accidental damage; an attacker can compute it too.</summary>
internal static class Crc64
{
    // Without the x^64 term, lowest power in the highest bit.
    private const ulong Polynomial = 0x95AC_9329_AC4B_C9B5;

    private static readonly ulong[] _table = Table();

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        foreach (byte value in bytes)
        {
            sum = _table[(byte)sum ^ value] ^ (sum >> 8);
        }
        return sum;
    }

    private static ulong[] Table()
    {
        ulong[] table = new ulong[256];
        for (int index = 0; index < table.Length; index++)
        {
            ulong sum = (ulong)index;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
            }
            table[index] = sum;
        }
        return table;
    }
}
