using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>
/// What a kernel's file tells a boot loader, and a boot loader the kernel (Documentation/arch/x86/boot.rst). All of it is named, so that a
/// copy of it is a copy of every byte.
/// </summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct setup_header
{
    /// <summary>Sectors of 512 bytes of real-mode code behind the first; 0 means 4.</summary>
    public byte setup_sects;

    /// <summary>Whether the root is mounted read-only; superseded by the command line.</summary>
    public ushort root_flags;

    /// <summary>The protected-mode code, in units of 16 bytes.</summary>
    public uint syssize;

    /// <summary>Obsolete.</summary>
    public ushort ram_size;

    /// <summary>Video mode.</summary>
    public ushort vid_mode;

    /// <summary>Number of the root device; superseded by the command line.</summary>
    public ushort root_dev;

    /// <summary>0xAA55.</summary>
    public ushort boot_flag;

    /// <summary>A jump over this header; its second byte is the distance from <see cref="header"/> to the end.</summary>
    public ushort jump;

    /// <summary>"HdrS".</summary>
    public uint header;

    /// <summary>The boot protocol, its major number in the high byte.</summary>
    public ushort version;

    /// <summary>A hook of old loaders.</summary>
    public uint realmode_swtch;

    /// <summary>Obsolete.</summary>
    public ushort start_sys_seg;

    /// <summary>Where the real-mode code has the version's text.</summary>
    public ushort kernel_version;

    /// <summary>0xFF for a loader without a number.</summary>
    public byte type_of_loader;

    /// <summary>Where the code goes, and what the loader has set.</summary>
    public byte loadflags;

    /// <summary>For loaders of protocol 2.01 and earlier.</summary>
    public ushort setup_move_size;

    /// <summary>Where the protected-mode code is loaded.</summary>
    public uint code32_start;

    /// <summary>Where the initial RAM disk is; zero without one.</summary>
    public uint ramdisk_image;

    /// <summary>Bytes of the initial RAM disk.</summary>
    public uint ramdisk_size;

    /// <summary>Obsolete.</summary>
    public uint bootsect_kludge;

    /// <summary>The end of the real-mode heap.</summary>
    public ushort heap_end_ptr;

    /// <summary>Extends the loader's version.</summary>
    public byte ext_loader_ver;

    /// <summary>Extends the loader's number.</summary>
    public byte ext_loader_type;

    /// <summary>Where the command line is.</summary>
    public uint cmd_line_ptr;

    /// <summary>The highest address that an initial RAM disk may take.</summary>
    public uint initrd_addr_max;

    /// <summary>Alignment that the kernel asks for.</summary>
    public uint kernel_alignment;

    /// <summary>Whether it runs at any address of that alignment.</summary>
    public byte relocatable_kernel;

    /// <summary>The least alignment, as a power of two.</summary>
    public byte min_alignment;

    /// <summary>What the protected-mode code can do.</summary>
    public ushort xloadflags;

    /// <summary>In a file the longest command line without its NUL; in a zero page the bytes of the one there is.</summary>
    public uint cmdline_size;

    /// <summary>Which paravirtualized environment; 0 is a PC.</summary>
    public uint hardware_subarch;

    /// <summary>Of that environment.</summary>
    public ulong hardware_subarch_data;

    /// <summary>Where in the protected-mode code the compressed kernel is.</summary>
    public uint payload_offset;

    /// <summary>Its bytes.</summary>
    public uint payload_length;

    /// <summary>The first of a list of further data; zero without any.</summary>
    public ulong setup_data;

    /// <summary>Where the kernel prefers to run.</summary>
    public ulong pref_address;

    /// <summary>Bytes of memory that it needs from there until it has read the memory map.</summary>
    public uint init_size;

    /// <summary>The EFI entry point.</summary>
    public uint handover_offset;

    /// <summary>Where further information is.</summary>
    public uint kernel_info_offset;
}
