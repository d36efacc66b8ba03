using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A program header of a 64-bit ELF file.</summary>
[CHeader("elf.h", CType = "Elf64_Phdr")]
[StructLayout(LayoutKind.Sequential)]
public struct Elf64_Phdr
{
    public ElfSegmentType p_type;

    public uint p_flags;

    public ulong p_offset;

    public ulong p_vaddr;

    public ulong p_paddr;

    public ulong p_filesz;

    /// <summary>Size in memory, in bytes; the part beyond the file's is zero.</summary>
    public ulong p_memsz;

    public ulong p_align;
}
