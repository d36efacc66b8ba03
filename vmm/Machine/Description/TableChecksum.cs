namespace Kiln.Vmm.Machine.Description;

/// <summary>The byte by which a table's bytes add up to zero, as firmware's tables do.</summary>
internal static class TableChecksum
{
    /// <summary>What makes the sum of all bytes zero.</summary>
    /// <param name="bytes">The table, with zero in the place of the checksum.</param>
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
