using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>
/// Loads an ELF kernel (System V ABI, AMD64 supplement) at its physical addresses. The image is untrusted: every number in it is checked before it
/// takes part in arithmetic.
/// </summary>
internal static class ElfKernel
{
    // Kernels have four or five program headers. The limit keeps a file from causing up to 65,535 reads.
    private const int MaximumSegments = 64;

    // An ELF kernel has no setup header; this is the alignment that x86-64 kernels are built with.
    private const uint KernelAlignment = 0x0100_0000;

    /// <summary>Loads a kernel. It is entered by PVH if a note has a PVH entry point, otherwise by the 64-bit Linux protocol.</summary>
    /// <param name="memory">Receives the kernel, above 1 MiB.</param>
    /// <param name="places">Gets the ranges of the kernel's segments.</param>
    /// <returns>The kernel; null when the file lacks the ELF magic, and nothing was loaded.</returns>
    /// <exception cref="VmmFailure">The image is not a loadable kernel; memory may hold part of it.</exception>
    internal static LoadedKernel? TryLoad(KernelFile file, GuestMemory memory, PlacedParts places)
    {
        if (ReadHeader(file) is not { } header)
        {
            return null;
        }
        List<GuestRegion> loaded = LoadSegments(file, memory, places, header, out uint? pvhEntry);
        setup_header setup = new() { kernel_alignment = KernelAlignment };
        // Prefer PVH: the ELF entry point of such a kernel may be a virtual address.
        return pvhEntry is { } entry
            ? new LoadedKernel(Entered(file, loaded, entry, "PVH entry point"), BootProtocol.Pvh, setup)
            : new LoadedKernel(Entered(file, loaded, header.e_entry, "entry point"), BootProtocol.Linux64, setup);
    }

    private static List<GuestRegion> LoadSegments(
        KernelFile file, GuestMemory memory, PlacedParts places, in Elf64_Ehdr header, out uint? pvhEntry)
    {
        List<GuestRegion> loaded = [];
        pvhEntry = null;
        for (int index = 0; index < header.e_phnum; index++)
        {
            Elf64_Phdr segment = ReadSegment(file, header, index);
            if (segment.p_type == ElfSegmentType.PT_LOAD && segment.p_filesz > 0)
            {
                new ImagePart($"segment {index}", segment.p_offset, segment.p_filesz, segment.p_paddr, segment.p_memsz)
                    .Load(file, memory, places);
                loaded.Add(new GuestRegion(segment.p_paddr, segment.p_filesz));
            }
            else if (segment.p_type == ElfSegmentType.PT_NOTE)
            {
                // The last PVH note wins.
                pvhEntry = ReadPvhEntry(file, segment, index) ?? pvhEntry;
            }
        }
        return loaded;
    }

    private static uint? ReadPvhEntry(KernelFile file, in Elf64_Phdr segment, int index)
    {
        byte[] notes = new byte[Math.Min(segment.p_filesz, PvhNote.MaximumLength)];
        if (!file.TryRead(segment.p_offset, notes))
        {
            throw KernelRejection.Of(file, $"it is truncated: segment {index} ends behind the file");
        }
        if (!PvhNote.TryFind(notes, out ReadOnlySpan<byte> description))
        {
            return null;
        }
        return PvhNote.TryReadEntry(description, out uint entry)
            ? entry
            : throw KernelRejection.Of(file, $"its headers are corrupt: the PVH note in segment {index} is too short for an entry point");
    }

    private static ulong Entered(KernelFile file, List<GuestRegion> loaded, ulong entry, string name) =>
        loaded.Exists(region => region.Contains(entry, 1))
            ? entry
            : throw KernelRejection.Of(file, $"its {name} 0x{entry:x} is in no segment that is loaded");

    // Null when the file lacks the ELF magic: it may be a kernel in another format.
    private static unsafe Elf64_Ehdr? ReadHeader(KernelFile file)
    {
        Elf64_Ehdr header = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header));
        if (file.Length == 0)
        {
            throw KernelRejection.Of(file, "it is empty");
        }
        if (!file.TryRead(0, bytes))
        {
            throw KernelRejection.Of(file, $"it is truncated: {file.Length} bytes are less than an ELF header's {sizeof(Elf64_Ehdr)}");
        }
        if (!bytes.StartsWith("\u007fELF"u8))
        {
            return null;
        }
        return ReasonAgainst(header) is { } reason ? throw KernelRejection.Of(file, reason) : header;
    }

    private static unsafe string? ReasonAgainst(in Elf64_Ehdr header)
    {
        fixed (byte* ident = header.e_ident)
        {
            return header switch
            {
                _ when ident[ElfConstants.EI_CLASS] == ElfConstants.ELFCLASS32 => "it is a 32-bit ELF file; a 64-bit one is needed",
                _ when ident[ElfConstants.EI_CLASS] != ElfConstants.ELFCLASS64 =>
                    $"its headers are corrupt: {ident[ElfConstants.EI_CLASS]} is no ELF class",
                _ when ident[ElfConstants.EI_DATA] != ElfConstants.ELFDATA2LSB => "it is not little-endian, as x86_64 kernels are",
                { e_machine: not ElfConstants.EM_X86_64 } => $"it is for machine {header.e_machine}; x86_64 is {ElfConstants.EM_X86_64}",
                { e_type: not (ElfConstants.ET_EXEC or ElfConstants.ET_DYN) } => $"its type is {header.e_type}, which is no executable",
                _ when header.e_phentsize != sizeof(Elf64_Phdr) =>
                    $"its headers are corrupt: a program header of {header.e_phentsize} bytes in place of {sizeof(Elf64_Phdr)}",
                _ when header.e_phoff < (ulong)sizeof(Elf64_Ehdr) => "its headers are corrupt: the program headers overlap the ELF header",
                { e_phnum: 0 } => "its headers are corrupt: it has no program headers",
                { e_phnum: > MaximumSegments } =>
                    $"its headers are corrupt: {header.e_phnum} program headers, of which {MaximumSegments} can be",
                { e_entry: < BootLayout.HighMemoryStart } => $"its entry point 0x{header.e_entry:x} is below 1 MiB",
                _ => null,
            };
        }
    }

    private static unsafe Elf64_Phdr ReadSegment(KernelFile file, in Elf64_Ehdr header, int index)
    {
        Elf64_Phdr segment = default;
        ulong distance = (ulong)index * (ulong)sizeof(Elf64_Phdr);
        bool read = header.e_phoff <= ulong.MaxValue - distance
            && file.TryRead(header.e_phoff + distance, MemoryMarshal.AsBytes(new Span<Elf64_Phdr>(ref segment)));
        return read ? segment : throw KernelRejection.Of(file, $"it is truncated: program header {index} is behind its end");
    }
}
