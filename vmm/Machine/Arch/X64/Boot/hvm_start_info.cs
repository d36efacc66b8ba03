using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>What a kernel that is entered by PVH finds behind ebx.</summary>
[NotInHeader("xen/include/public/arch-x86/hvm/start_info.h is not among the system's headers; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct hvm_start_info
{
    /// <summary>0x336EC578: "xEn3" with the high bit of the E set.</summary>
    public uint magic;

    /// <summary>1: there is a memory map.</summary>
    public uint version;

    /// <summary>Zero.</summary>
    public uint flags;

    /// <summary>How many modules.</summary>
    public uint nr_modules;

    /// <summary>The address of the list of modules.</summary>
    public ulong modlist_paddr;

    /// <summary>The address of the command line.</summary>
    public ulong cmdline_paddr;

    /// <summary>The address of ACPI's root pointer; zero when the kernel has to look for it.</summary>
    public ulong rsdp_paddr;

    /// <summary>The address of the memory map.</summary>
    public ulong memmap_paddr;

    /// <summary>How many ranges it has.</summary>
    public uint memmap_entries;

    /// <summary>Zero.</summary>
    public uint reserved;
}
