using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The structure that ebx points to when a kernel is entered by PVH.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_start_info
{
    /// <summary>0x336EC578: "xEn3" with the high bit of the E set.</summary>
    public uint magic;

    /// <summary>1: the structure includes a memory map.</summary>
    public uint version;

    /// <summary>0: no flags are set.</summary>
    public uint flags;

    public uint nr_modules;

    /// <summary>Guest-physical address of the module list.</summary>
    public ulong modlist_paddr;

    /// <summary>Guest-physical address of the command line.</summary>
    public ulong cmdline_paddr;

    /// <summary>Guest-physical address of the ACPI RSDP; 0 makes the kernel search for it.</summary>
    public ulong rsdp_paddr;

    /// <summary>Guest-physical address of the memory map.</summary>
    public ulong memmap_paddr;

    /// <summary>Number of ranges in the memory map.</summary>
    public uint memmap_entries;

    /// <summary>Reserved, must be zero.</summary>
    public uint reserved;
}
