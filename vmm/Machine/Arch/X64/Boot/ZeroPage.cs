using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Writes the zero page of the 64-bit Linux boot protocol, which rsi points to (Documentation/arch/x86/boot.rst).</summary>
internal static class ZeroPage
{
    /// <summary>"HdrS", little-endian: the protocol is 2.00 or later.</summary>
    internal const uint HeaderMagic = 0x5372_6448;

    private const ushort BootFlag = 0xAA55;

    // A boot loader without an assigned number.
    private const byte UnknownLoader = 0xFF;

    /// <param name="header">The setup header from the kernel's file; fields that a boot loader fills in are replaced.</param>
    /// <param name="commandLineLength">Bytes of the command line, including the NUL.</param>
    /// <param name="disk">Region of the initial RAM disk, or null.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(GuestMemory memory, in setup_header header, int commandLineLength, GuestRegion? disk)
    {
        boot_params page = default;
        page.acpi_rsdp_addr = BootLayout.Rsdp;
        page.hdr = header;
        page.hdr.type_of_loader = UnknownLoader;
        page.hdr.boot_flag = BootFlag;
        page.hdr.header = HeaderMagic;
        page.hdr.cmd_line_ptr = (uint)BootLayout.CommandLine;
        page.hdr.cmdline_size = (uint)commandLineLength;
        // The fields have 32 bits; the disk is below 3 GiB, in the first region of RAM.
        page.hdr.ramdisk_image = (uint)(disk?.Start ?? 0);
        page.hdr.ramdisk_size = (uint)(disk?.Length ?? 0);
        boot_e820_entry[] map = MemoryMap.Of(memory.Regions);
        map.CopyTo(page.e820_table);
        page.e820_entries = checked((byte)map.Length);
        if (!memory.TryWrite(new GuestAddress(BootLayout.ZeroPage), page))
        {
            throw new VmmFailure("guest memory is too small for the zero page; raise mem_size_mib");
        }
    }
}
