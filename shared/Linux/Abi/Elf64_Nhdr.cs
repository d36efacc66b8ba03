using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>The header of a note of a 64-bit ELF file; its name and its description follow.</summary>
[CHeader("elf.h", CType = "Elf64_Nhdr")]
[StructLayout(LayoutKind.Sequential)]
public struct Elf64_Nhdr
{
    /// <summary>Bytes of the name, with its NUL and without padding.</summary>
    public uint n_namesz;

    /// <summary>Bytes of the description, without padding.</summary>
    public uint n_descsz;

    /// <summary>What the note says; the name tells whose numbers these are.</summary>
    public uint n_type;
}
