using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>The header of a note in a 64-bit ELF file; its name and description follow.</summary>
[CHeader("elf.h", CType = "Elf64_Nhdr")]
[StructLayout(LayoutKind.Sequential)]
public struct Elf64_Nhdr
{
    /// <summary>Length of the name in bytes, including its NUL, without padding.</summary>
    public uint n_namesz;

    /// <summary>Length of the description in bytes, without padding.</summary>
    public uint n_descsz;

    /// <summary>The note's type, in the numbering of the owner given by its name.</summary>
    public uint n_type;
}
