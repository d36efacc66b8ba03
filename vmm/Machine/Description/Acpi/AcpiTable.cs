using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// Builds an ACPI table with the header that all tables share (ACPI 6.5, 5.2.6). Its IDs are Firecracker's: guest images made for Firecracker and
/// tools that detect it rely on them.
/// </summary>
internal static unsafe class AcpiTable
{
    private const uint CreatorRevision = 0x2024_0119;

    internal static ReadOnlySpan<byte> OemId => "FIRECK"u8;

    private static ReadOnlySpan<byte> CreatorId => "FCAT"u8;

    /// <summary>Prepends a header to a table's content.</summary>
    /// <param name="signature">Four characters that identify the kind of table.</param>
    /// <param name="revision">Revision of that kind of table.</param>
    /// <param name="name">OEM table ID, eight characters.</param>
    /// <param name="content">The bytes after the header.</param>
    internal static byte[] Of(ReadOnlySpan<byte> signature, byte revision, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        acpi_table_header header = new()
        {
            length = (uint)(sizeof(acpi_table_header) + content.Length),
            revision = revision,
            asl_compiler_revision = CreatorRevision,
        };
        signature.CopyTo(new Span<byte>(header.signature, 4));
        OemId.CopyTo(new Span<byte>(header.oem_id, 6));
        name.CopyTo(new Span<byte>(header.oem_table_id, 8));
        CreatorId.CopyTo(new Span<byte>(header.asl_compiler_id, 4));
        byte[] table = [.. StructBytes.Of(header), .. content];
        MemoryMarshal.AsRef<acpi_table_header>(table.AsSpan()).checksum = TableChecksum.Of(table);
        return table;
    }

    /// <summary>Fills in the header of a table structure.</summary>
    /// <typeparam name="T">The table structure, which starts with a header.</typeparam>
    /// <param name="signature">Four characters that identify the kind of table.</param>
    /// <param name="revision">Revision of that kind of table.</param>
    /// <param name="name">OEM table ID, eight characters.</param>
    /// <param name="table">The table; the content of its header is ignored.</param>
    /// <param name="entries">The bytes after the structure.</param>
    internal static byte[] Of<T>(
        ReadOnlySpan<byte> signature, byte revision, ReadOnlySpan<byte> name, in T table, params ReadOnlySpan<byte> entries)
        where T : unmanaged => Of(signature, revision, name, [.. StructBytes.Of(table)[sizeof(acpi_table_header)..], .. entries]);
}
