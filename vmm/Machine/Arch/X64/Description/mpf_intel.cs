using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>The MP floating pointer structure, by which a kernel finds the MP table (Intel MultiProcessor Specification 1.4, 4.1).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct mpf_intel
{
    public fixed byte signature[4];

    /// <summary>Guest-physical address of the table.</summary>
    public uint physptr;

    /// <summary>Size of this structure in units of 16 bytes.</summary>
    public byte length;

    /// <summary>4: version 1.4 of the specification.</summary>
    public byte specification;

    /// <summary>Makes all bytes add up to zero.</summary>
    public byte checksum;

    /// <summary>0: the table is present, and no interrupt mode register (IMCR) exists.</summary>
    public fixed byte feature[5];
}
