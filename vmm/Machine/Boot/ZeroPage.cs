using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>Writes what a kernel finds in rsi under the 64-bit Linux boot protocol (Documentation/arch/x86/boot.rst).</summary>
internal static class ZeroPage
{
    private const ushort BootFlag = 0xAA55;

    // "HdrS", little-endian: the protocol is 2.00 or later.
    private const uint HeaderMagic = 0x5372_6448;

    // A loader that has no number of its own.
    private const byte UnknownLoader = 0xFF;

    // What an ELF kernel, which brings no header, is built for.
    private const uint KernelAlignment = 0x0100_0000;

    /// <summary>Writes zero page and command line.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="commandLine">The kernel's command line.</param>
    /// <param name="disk">The initial RAM disk, or null.</param>
    /// <exception cref="VmmFailure">Guest memory is too small for them.</exception>
    internal static void Write(GuestMemory memory, KernelCommandLine commandLine, GuestRegion? disk)
    {
        byte[] text = commandLine.ToBytes();
        boot_params page = default;
        page.hdr.type_of_loader = UnknownLoader;
        page.hdr.boot_flag = BootFlag;
        page.hdr.header = HeaderMagic;
        page.hdr.kernel_alignment = KernelAlignment;
        page.hdr.cmd_line_ptr = (uint)BootLayout.CommandLine;
        page.hdr.cmdline_size = (uint)text.Length;
        // Below 3 GiB, where the first region ends: the fields have 32 bits.
        page.hdr.ramdisk_image = (uint)(disk?.Start ?? 0);
        page.hdr.ramdisk_size = (uint)(disk?.Length ?? 0);
        boot_e820_entry[] map = MemoryMap.Of(memory.Regions);
        map.CopyTo(page.e820_table);
        page.e820_entries = checked((byte)map.Length);
        if (!memory.TryWrite(new GuestAddress(BootLayout.ZeroPage), page)
            || !memory.TryWrite(new GuestAddress(BootLayout.CommandLine), text))
        {
            throw new VmmFailure("guest memory is too small for the zero page and the command line; raise mem_size_mib");
        }
    }
}
