using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A range of the memory map of <see cref="hvm_start_info"/>.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_memmap_table_entry
{
    public ulong addr;

    public ulong size;

    /// <summary>Type of the range, numbered as in the e820 map.</summary>
    public uint type;

    /// <summary>Reserved, must be zero.</summary>
    public uint reserved;
}
