using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The zero page; the fields that the monitor sets, in a page of zeros.</summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Explicit, Size = 4096)]
internal struct boot_params
{
    /// <summary>The address of ACPI's root pointer.</summary>
    [FieldOffset(0x70)]
    public ulong acpi_rsdp_addr;

    /// <summary>Entries in <see cref="e820_table"/>.</summary>
    [FieldOffset(0x1E8)]
    public byte e820_entries;

    /// <summary>What a boot loader tells a kernel.</summary>
    [FieldOffset(0x1F1)]
    public setup_header hdr;

    /// <summary>The memory map.</summary>
    [FieldOffset(0x2D0)]
    public Table e820_table;

    /// <summary>E820_MAX_ENTRIES_ZEROPAGE ranges.</summary>
    [NotInHeader("an array of boot_e820_entry")]
    [InlineArray(128)]
    internal struct Table
    {
        private boot_e820_entry _first;
    }
}
