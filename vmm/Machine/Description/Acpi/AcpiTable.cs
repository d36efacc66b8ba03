using System.Buffers.Binary;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// A table with the header that all tables of ACPI have (ACPI 6.5, 5.2.6). The identity in it is the one that guests made for Firecracker and
/// tools that look for a Firecracker know; that of the program shows to its clients alone.
/// </summary>
internal static class AcpiTable
{
    /// <summary>Bytes of the header.</summary>
    internal const int HeaderLength = 36;

    private const int LengthOffset = 4;
    private const int ChecksumOffset = 9;
    private const uint OemRevision = 0;
    private const uint CreatorRevision = 0x2024_0119;

    /// <summary>Who made the tables.</summary>
    internal static ReadOnlySpan<byte> OemId => "FIRECK"u8;

    private static ReadOnlySpan<byte> CreatorId => "FCAT"u8;

    /// <summary>Puts a header before a table's content.</summary>
    /// <param name="signature">Four characters that say what it is.</param>
    /// <param name="revision">Which version of that.</param>
    /// <param name="name">Eight characters of the maker's choice.</param>
    /// <param name="content">What is behind the header.</param>
    internal static byte[] Of(ReadOnlySpan<byte> signature, byte revision, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        const byte NoChecksumYet = 0;
        byte[] table =
        [
            .. signature, .. BitConverter.GetBytes(0), revision, NoChecksumYet, .. OemId, .. name,
            .. BitConverter.GetBytes(OemRevision), .. CreatorId, .. BitConverter.GetBytes(CreatorRevision), .. content,
        ];
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(LengthOffset), (uint)table.Length);
        table[ChecksumOffset] = TableChecksum.Of(table);
        return table;
    }
}
