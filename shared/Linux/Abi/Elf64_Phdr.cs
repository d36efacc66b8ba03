using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A program header of a 64-bit ELF file.</summary>
[CHeader("elf.h", CType = "Elf64_Phdr")]
[StructLayout(LayoutKind.Sequential)]
public struct Elf64_Phdr
{
    /// <summary>Kind of segment.</summary>
    public ElfSegmentType p_type;

    /// <summary>Readable, writable, executable.</summary>
    public uint p_flags;

    /// <summary>Where in the file.</summary>
    public ulong p_offset;

    /// <summary>Where in virtual memory.</summary>
    public ulong p_vaddr;

    /// <summary>Where in physical memory.</summary>
    public ulong p_paddr;

    /// <summary>Bytes in the file.</summary>
    public ulong p_filesz;

    /// <summary>Bytes in memory; more than in the file are zero.</summary>
    public ulong p_memsz;

    /// <summary>Alignment.</summary>
    public ulong p_align;
}
