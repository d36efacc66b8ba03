using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>One range of the memory map that a kernel is given.</summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct boot_e820_entry
{
    /// <summary>First address.</summary>
    public ulong addr;

    /// <summary>Bytes.</summary>
    public ulong size;

    /// <summary>1 is RAM, 2 reserved.</summary>
    public uint type;
}
