using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>
/// Loads a bzImage (Documentation/arch/x86/boot.rst): copies the protected-mode code into guest memory, where it decompresses itself, and skips the
/// real-mode code, since the kernel is entered in 64-bit mode. The image is untrusted: every number in it may be hostile.
/// </summary>
internal static unsafe class BzImageKernel
{
    private const ulong HeaderOffset = 0x1F1;
    private const ulong SectorLength = 512;

    // The number of sectors that 0 in setup_sects stands for.
    private const byte DefaultSetupSectors = 4;

    // Offset of the 64-bit entry point in the protected-mode code.
    private const ulong EntryOffset = 0x200;

    // Boot protocol 2.12, of Linux 3.8: the first with a flag for the 64-bit entry point.
    private const ushort MinimumVersion = 0x020C;

    /// <param name="file">The image; not an ELF file.</param>
    /// <param name="memory">Receives the kernel, above 1 MiB.</param>
    /// <param name="places">Gets the range that the kernel takes before it knows of other memory.</param>
    /// <exception cref="VmmFailure">The image is not a loadable kernel; memory may hold part of it.</exception>
    internal static LoadedKernel Load(KernelFile file, GuestMemory memory, PlacedParts places)
    {
        setup_header header = default;
        if (!file.TryRead(HeaderOffset, MemoryMarshal.AsBytes(new Span<setup_header>(ref header)))
            || header.header != ZeroPage.HeaderMagic)
        {
            throw KernelRejection.Of(file, "it is neither an ELF file nor a bzImage");
        }
        // At most 128 KiB.
        ulong offset = ((header.setup_sects == 0 ? DefaultSetupSectors : header.setup_sects) + 1UL) * SectorLength;
        if (ReasonAgainst(header, file.Length, offset) is { } reason)
        {
            throw KernelRejection.Of(file, reason);
        }
        ulong length = file.Length - offset;
        ulong needed = Math.Max(length, UnpackedEnd(header) - header.code32_start);
        new ImagePart("its protected-mode code", offset, length, header.code32_start, needed).Load(file, memory, places);
        return new LoadedKernel(header.code32_start + EntryOffset, BootProtocol.Linux64, header);
    }

    // Where the memory ends in which the kernel unpacks itself, before it looks at the memory map: init_size behind the address at which it runs, which
    // is the first one of its alignment from where it was loaded, but none below its preferred one.
    private static ulong UnpackedEnd(in setup_header header)
    {
        ulong alignment = Math.Max(header.kernel_alignment, 1);
        ulong aligned = (header.code32_start + alignment - 1) / alignment * alignment;
        return Math.Max(header.relocatable_kernel != 0 ? aligned : header.code32_start, header.pref_address) + header.init_size;
    }

    private static string? ReasonAgainst(in setup_header header, ulong fileLength, ulong offset)
    {
        if (header.version < MinimumVersion)
        {
            return $"its boot protocol is {header.version >> 8}.{header.version & 0xFF:d2}; 2.12 or later is needed, as Linux 3.8 has";
        }
        if ((header.loadflags & SetupHeaderFlags.LOADED_HIGH) == 0)
        {
            return "it is a zImage, which is loaded below 1 MiB; a bzImage is needed";
        }
        if (header.pref_address > uint.MaxValue)
        {
            return $"its headers are corrupt: it prefers to run at 0x{header.pref_address:x}, above 4 GiB";
        }
        if ((header.xloadflags & SetupHeaderFlags.XLF_KERNEL_64) == 0)
        {
            return "it has no 64-bit entry point; a kernel for x86_64 is needed";
        }
        return fileLength > offset && fileLength - offset > EntryOffset
            ? null
            : $"it is truncated: its {fileLength} bytes end before the 64-bit entry point at {offset + EntryOffset} does";
    }
}
