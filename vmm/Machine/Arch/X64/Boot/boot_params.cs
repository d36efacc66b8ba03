using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The zero page: the fields that the monitor sets; the rest stays zero.</summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Explicit, Size = 4096)]
internal struct boot_params
{
    /// <summary>Guest-physical address of the ACPI RSDP.</summary>
    [FieldOffset(0x70)]
    public ulong acpi_rsdp_addr;

    /// <summary>Number of ranges in <see cref="e820_table"/>.</summary>
    [FieldOffset(0x1E8)]
    public byte e820_entries;

    [FieldOffset(0x1F1)]
    public setup_header hdr;

    [FieldOffset(0x2D0)]
    public Table e820_table;

    /// <summary>E820_MAX_ENTRIES_ZEROPAGE ranges, of which the first e820_entries are valid.</summary>
    [NotInHeader("an array of boot_e820_entry")]
    [InlineArray(128)]
    internal struct Table
    {
        private boot_e820_entry _first;
    }
}
