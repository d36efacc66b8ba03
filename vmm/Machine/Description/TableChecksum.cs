namespace Kiln.Vmm.Machine.Description;

/// <summary>The checksum byte of firmware tables, whose bytes add up to zero.</summary>
internal static class TableChecksum
{
    /// <summary>Returns the value that makes all bytes add up to zero.</summary>
    /// <param name="bytes">The table, with 0 in its checksum field.</param>
    internal static byte Of(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (byte value in bytes)
        {
            sum += value;
        }
        return (byte)-sum;
    }
}
