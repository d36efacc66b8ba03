using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>
/// The setup header, by which a kernel's file informs the boot loader and the loader informs the kernel (Documentation/arch/x86/boot.rst). Every
/// byte belongs to a named field, so a copy of the structure is complete.
/// </summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct setup_header
{
    /// <summary>512-byte sectors of real-mode code after the first; 0 means 4.</summary>
    public byte setup_sects;

    /// <summary>Nonzero mounts the root read-only; superseded by the command line.</summary>
    public ushort root_flags;

    /// <summary>Size of the protected-mode code in units of 16 bytes.</summary>
    public uint syssize;

    public ushort ram_size;

    public ushort vid_mode;

    /// <summary>Number of the root device; superseded by the command line.</summary>
    public ushort root_dev;

    /// <summary>0xAA55 in every kernel.</summary>
    public ushort boot_flag;

    /// <summary>A jump over this header; its second byte is the distance from <see cref="header"/> to the end.</summary>
    public ushort jump;

    /// <summary>"HdrS" since protocol 2.00.</summary>
    public uint header;

    /// <summary>Boot protocol version, the major number in the high byte.</summary>
    public ushort version;

    /// <summary>Hook for loaders that run in real mode.</summary>
    public uint realmode_swtch;

    public ushort start_sys_seg;

    /// <summary>Offset of the version text in the real-mode code.</summary>
    public ushort kernel_version;

    /// <summary>Number of the boot loader; 0xFF for one without an assigned number.</summary>
    public byte type_of_loader;

    /// <summary>Load address flag and the loader's own flags.</summary>
    public byte loadflags;

    /// <summary>Used by loaders of protocol 2.01 and earlier.</summary>
    public ushort setup_move_size;

    /// <summary>Load address of the protected-mode code.</summary>
    public uint code32_start;

    /// <summary>Address of the initial RAM disk; 0 without one.</summary>
    public uint ramdisk_image;

    /// <summary>Bytes of the initial RAM disk.</summary>
    public uint ramdisk_size;

    public uint bootsect_kludge;

    /// <summary>End of the real-mode heap.</summary>
    public ushort heap_end_ptr;

    /// <summary>High bits of the loader's version.</summary>
    public byte ext_loader_ver;

    /// <summary>High bits of the loader's number.</summary>
    public byte ext_loader_type;

    /// <summary>Address of the command line.</summary>
    public uint cmd_line_ptr;

    /// <summary>The highest address that the initial RAM disk may occupy.</summary>
    public uint initrd_addr_max;

    /// <summary>Alignment that the kernel requires, in bytes.</summary>
    public uint kernel_alignment;

    /// <summary>Nonzero when the kernel runs at any address of that alignment.</summary>
    public byte relocatable_kernel;

    /// <summary>The smallest usable alignment, as a power of two.</summary>
    public byte min_alignment;

    /// <summary>Capabilities of the protected-mode code.</summary>
    public ushort xloadflags;

    /// <summary>In a file, the longest supported command line without its NUL; in a zero page, the bytes of the actual one.</summary>
    public uint cmdline_size;

    /// <summary>Paravirtualized environment; 0 is a PC.</summary>
    public uint hardware_subarch;

    public ulong hardware_subarch_data;

    /// <summary>Offset of the compressed kernel in the protected-mode code.</summary>
    public uint payload_offset;

    /// <summary>Bytes of the compressed kernel.</summary>
    public uint payload_length;

    /// <summary>Address of a linked list of further data; 0 for none.</summary>
    public ulong setup_data;

    /// <summary>Preferred load address.</summary>
    public ulong pref_address;

    /// <summary>Bytes of memory that the kernel needs from there until it has read the memory map.</summary>
    public uint init_size;

    /// <summary>Offset of the EFI handover entry point.</summary>
    public uint handover_offset;

    /// <summary>Offset of the kernel_info structure.</summary>
    public uint kernel_info_offset;
}
