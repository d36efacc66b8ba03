using System.Runtime.InteropServices;
using Kiln.Linux;
using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// Loads an ELF kernel (System V ABI, AMD64 supplement) into guest memory by its physical addresses. Every number in the file is the
/// attacker's choice: each is checked before it is added to another.
/// </summary>
internal static class ElfKernel
{
    // Kernels have four or five segments. The bound keeps a header of 65,535 of them from costing as many reads.
    private const int MaximumSegments = 64;

    // Segments are read in pieces: a span is at most 2 GiB, and a piece fits any cache.
    private const int PieceLength = 4 << 20;

    /// <summary>Loads a kernel.</summary>
    /// <param name="file">The image.</param>
    /// <param name="memory">Where it goes, above 1 MiB.</param>
    /// <returns>The address of its first instruction.</returns>
    /// <exception cref="VmmFailure">The image is not a kernel that can be loaded; memory may hold part of it.</exception>
    internal static ulong Load(KernelFile file, GuestMemory memory)
    {
        Elf64_Ehdr header = ReadHeader(file);
        bool entryLoaded = false;
        for (int index = 0; index < header.e_phnum; index++)
        {
            Elf64_Phdr segment = ReadSegment(file, header, index);
            if (segment.p_type == ElfSegmentType.PT_LOAD && segment.p_filesz > 0)
            {
                LoadSegment(file, memory, segment, index);
                entryLoaded |= new GuestRegion(segment.p_paddr, segment.p_filesz).Contains(header.e_entry, 1);
            }
        }
        return entryLoaded
            ? header.e_entry
            : throw Rejected(file, $"its entry point 0x{header.e_entry:x} is in no segment that is loaded");
    }

    private static unsafe Elf64_Ehdr ReadHeader(KernelFile file)
    {
        Elf64_Ehdr header = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Elf64_Ehdr>(ref header));
        if (file.Length == 0)
        {
            throw Rejected(file, "it is empty");
        }
        if (!file.TryRead(0, bytes))
        {
            throw Rejected(file, $"it is truncated: {file.Length} bytes are less than an ELF header's {sizeof(Elf64_Ehdr)}");
        }
        return ReasonAgainst(header) is { } reason ? throw Rejected(file, reason) : header;
    }

    private static unsafe string? ReasonAgainst(in Elf64_Ehdr header)
    {
        fixed (byte* ident = header.e_ident)
        {
            return header switch
            {
                _ when !new ReadOnlySpan<byte>(ident, 4).SequenceEqual("\u007fELF"u8) => "it is not an ELF file",
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
        return read ? segment : throw Rejected(file, $"it is truncated: program header {index} is behind its end");
    }

    private static void LoadSegment(KernelFile file, GuestMemory memory, in Elf64_Phdr segment, int index)
    {
        if (segment.p_paddr < BootLayout.HighMemoryStart)
        {
            throw Rejected(file, $"segment {index} is loaded at 0x{segment.p_paddr:x}, below 1 MiB");
        }
        if (segment.p_memsz < segment.p_filesz)
        {
            throw Rejected(file, $"its headers are corrupt: segment {index} is longer in the file than in memory");
        }
        if (segment.p_offset > file.Length || segment.p_filesz > file.Length - segment.p_offset)
        {
            throw Rejected(file, $"it is truncated: segment {index} ends behind the file");
        }
        if (!Fits(memory, segment.p_paddr, segment.p_memsz))
        {
            string extent = $"segment {index}, {segment.p_memsz} bytes at 0x{segment.p_paddr:x},";
            throw Rejected(file, $"{extent} is larger than the guest's memory of {memory.Length >> 20} MiB; raise mem_size_mib");
        }
        for (ulong done = 0; done < segment.p_filesz;)
        {
            int length = (int)Math.Min(PieceLength, segment.p_filesz - done);
            if (!memory.TryGetSpan(new GuestAddress(segment.p_paddr + done), length, out Span<byte> target)
                || !file.TryRead(segment.p_offset + done, target))
            {
                throw Rejected(file, $"segment {index} cannot be read; did the file change while it was loaded?");
            }
            done += (ulong)length;
        }
    }

    private static bool Fits(GuestMemory memory, ulong address, ulong length)
    {
        foreach (GuestRegion region in memory.Regions)
        {
            if (region.Contains(address, length))
            {
                return true;
            }
        }
        return false;
    }

    private static VmmFailure Rejected(KernelFile file, string reason) =>
        new($"the kernel {Excerpt.OfPath(file.Path)} cannot be loaded: {reason}");
}
