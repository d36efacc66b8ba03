using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>One range of the guest's memory map.</summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct boot_e820_entry
{
    public ulong addr;

    public ulong size;

    /// <summary>1 for RAM, 2 for reserved.</summary>
    public uint type;
}
