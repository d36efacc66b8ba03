using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The header of all ACPI tables except the RSDP (ACPI 6.5, 5.2.6).</summary>
[NotInHeader("the kernel does not export its acpi/actbl.h; tests read the tables by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct acpi_table_header
{
    /// <summary>Four characters that identify the kind of table.</summary>
    public fixed byte signature[4];

    /// <summary>Bytes of the table, including this header.</summary>
    public uint length;

    /// <summary>Revision of that kind of table.</summary>
    public byte revision;

    /// <summary>Makes all bytes add up to zero.</summary>
    public byte checksum;

    public fixed byte oem_id[6];

    public fixed byte oem_table_id[8];

    public uint oem_revision;

    public fixed byte asl_compiler_id[4];

    public uint asl_compiler_revision;
}
