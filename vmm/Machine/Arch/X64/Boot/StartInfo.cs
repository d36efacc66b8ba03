using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Writes the start info of Xen's PVH protocol, which ebx points to (xen/docs/misc/pvh.pandoc).</summary>
internal static class StartInfo
{
    private const uint Magic = 0x336E_C578;

    // The first version with a memory map.
    private const uint Version = 1;

    /// <summary>Writes the start info, the memory map and, with an initial RAM disk, the module list.</summary>
    /// <param name="disk">Region of the initial RAM disk, or null.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(GuestMemory memory, GuestRegion? disk)
    {
        ReadOnlySpan<hvm_memmap_table_entry> map = Array.ConvertAll(
            MemoryMap.Of(memory.Regions), range => new hvm_memmap_table_entry { addr = range.addr, size = range.size, type = range.type });
        hvm_start_info info = new()
        {
            magic = Magic,
            version = Version,
            cmdline_paddr = BootLayout.CommandLine,
            memmap_paddr = BootLayout.StartInfoMemoryMap,
            memmap_entries = (uint)map.Length,
        };
        bool written = memory.TryWrite(new GuestAddress(BootLayout.StartInfoMemoryMap), MemoryMarshal.AsBytes(map));
        if (disk is { } place)
        {
            info.nr_modules = 1;
            info.modlist_paddr = BootLayout.ModuleList;
            hvm_modlist_entry module = new() { paddr = place.Start, size = place.Length };
            written &= memory.TryWrite(new GuestAddress(BootLayout.ModuleList), module);
        }
        if (!written || !memory.TryWrite(new GuestAddress(BootLayout.StartInfo), info))
        {
            throw new VmmFailure("guest memory is too small for the start info; raise mem_size_mib");
        }
    }
}
