using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>What a boot loader tells a kernel; the fields that the monitor sets.</summary>
[CHeader("asm/bootparam.h")]
[StructLayout(LayoutKind.Explicit, Size = 123)]
internal struct setup_header
{
    /// <summary>0xAA55.</summary>
    [FieldOffset(0x0D)]
    public ushort boot_flag;

    /// <summary>"HdrS".</summary>
    [FieldOffset(0x11)]
    public uint header;

    /// <summary>0xFF for a loader without a number.</summary>
    [FieldOffset(0x1F)]
    public byte type_of_loader;

    /// <summary>Where the initial RAM disk is; zero without one.</summary>
    [FieldOffset(0x27)]
    public uint ramdisk_image;

    /// <summary>Bytes of the initial RAM disk.</summary>
    [FieldOffset(0x2B)]
    public uint ramdisk_size;

    /// <summary>Where the command line is.</summary>
    [FieldOffset(0x37)]
    public uint cmd_line_ptr;

    /// <summary>Alignment that the kernel asks for.</summary>
    [FieldOffset(0x3F)]
    public uint kernel_alignment;

    /// <summary>Bytes of the command line.</summary>
    [FieldOffset(0x47)]
    public uint cmdline_size;
}
