using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A module of <see cref="hvm_start_info"/>; the first is the initial RAM disk.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_modlist_entry
{
    public ulong paddr;

    public ulong size;

    /// <summary>Guest-physical address of the module's command line; 0 without one.</summary>
    public ulong cmdline_paddr;

    /// <summary>Reserved, must be zero.</summary>
    public ulong reserved;
}
