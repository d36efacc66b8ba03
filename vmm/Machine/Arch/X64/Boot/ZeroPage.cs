using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Writes what a kernel finds in rsi under the 64-bit Linux boot protocol (Documentation/arch/x86/boot.rst).</summary>
internal static class ZeroPage
{
    /// <summary>"HdrS", little-endian: the protocol is 2.00 or later.</summary>
    internal const uint HeaderMagic = 0x5372_6448;

    private const ushort BootFlag = 0xAA55;

    // A loader that has no number of its own.
    private const byte UnknownLoader = 0xFF;

    /// <summary>Writes the zero page.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="header">What the kernel's file says of itself; kept but for what a boot loader fills in.</param>
    /// <param name="commandLineLength">Bytes of the command line, with its NUL.</param>
    /// <param name="disk">The initial RAM disk, or null.</param>
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
        // Below 3 GiB, where the first region ends: the fields have 32 bits.
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
