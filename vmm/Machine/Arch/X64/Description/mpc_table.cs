using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>Header of the MP table (4.2); entries follow, ordered by type.</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct mpc_table
{
    public fixed byte signature[4];

    /// <summary>Bytes of the table, including this header.</summary>
    public ushort length;

    /// <summary>4: version 1.4 of the specification.</summary>
    public byte spec;

    /// <summary>Makes all bytes add up to zero.</summary>
    public byte checksum;

    /// <summary>Manufacturer, padded with spaces.</summary>
    public fixed byte oem[8];

    /// <summary>Product family, padded with spaces.</summary>
    public fixed byte productid[12];

    /// <summary>Address of an OEM table; 0 without one.</summary>
    public uint oemptr;

    /// <summary>Bytes of the OEM table.</summary>
    public ushort oemsize;

    /// <summary>Number of entries after the header.</summary>
    public ushort oemcount;

    /// <summary>Guest-physical address at which each processor finds its local APIC.</summary>
    public uint lapic;

    /// <summary>0: no extended entries.</summary>
    public uint reserved;
}
