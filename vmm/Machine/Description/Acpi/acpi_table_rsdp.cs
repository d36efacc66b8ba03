using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The RSDP, by which a kernel finds the ACPI tables (ACPI 6.5, 5.2.5.3).</summary>
[NotInHeader("the kernel does not export its acpi/actbl.h; tests read the tables by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct acpi_table_rsdp
{
    /// <summary>Bytes of the ACPI 1.0 structure, which <see cref="checksum"/> covers: the fields up to <see cref="rsdt_physical_address"/>.</summary>
    public const int OldLength = 20;

    public fixed byte signature[8];

    /// <summary>Makes the first <see cref="OldLength"/> bytes add up to zero.</summary>
    public byte checksum;

    public fixed byte oem_id[6];

    /// <summary>2: the structure has the fields added by ACPI 2.0.</summary>
    public byte revision;

    /// <summary>Guest-physical address of the RSDT, with 32-bit addresses; 0 without one.</summary>
    public uint rsdt_physical_address;

    /// <summary>Bytes of this structure.</summary>
    public uint length;

    /// <summary>Guest-physical address of the XSDT.</summary>
    public ulong xsdt_physical_address;

    /// <summary>Makes all bytes add up to zero.</summary>
    public byte extended_checksum;

    /// <summary>Reserved, must be zero.</summary>
    public fixed byte reserved[3];
}
