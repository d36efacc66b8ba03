using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A range of the memory map of <see cref="hvm_start_info"/>.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_memmap_table_entry
{
    /// <summary>Where it starts.</summary>
    public ulong addr;

    /// <summary>Its bytes.</summary>
    public ulong size;

    /// <summary>What it is, by the numbers of the e820 map.</summary>
    public uint type;

    /// <summary>Zero.</summary>
    public uint reserved;
}
