using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A module of <see cref="hvm_start_info"/>: the first is the initial RAM disk.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_modlist_entry
{
    /// <summary>Where it is.</summary>
    public ulong paddr;

    /// <summary>Its bytes.</summary>
    public ulong size;

    /// <summary>The address of its command line; zero without one.</summary>
    public ulong cmdline_paddr;

    /// <summary>Zero.</summary>
    public ulong reserved;
}
