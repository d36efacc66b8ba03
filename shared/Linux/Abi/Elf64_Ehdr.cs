using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>The header of a 64-bit ELF file.</summary>
[CHeader("elf.h", CType = "Elf64_Ehdr")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Elf64_Ehdr
{
    public fixed byte e_ident[16];

    public ushort e_type;

    public ushort e_machine;

    public uint e_version;

    public ulong e_entry;

    /// <summary>File offset of the program headers.</summary>
    public ulong e_phoff;

    /// <summary>File offset of the section headers.</summary>
    public ulong e_shoff;

    public uint e_flags;

    /// <summary>Size of this header, in bytes.</summary>
    public ushort e_ehsize;

    /// <summary>Size of a program header, in bytes.</summary>
    public ushort e_phentsize;

    public ushort e_phnum;

    /// <summary>Size of a section header, in bytes.</summary>
    public ushort e_shentsize;

    public ushort e_shnum;

    /// <summary>Index of the section that holds the section names.</summary>
    public ushort e_shstrndx;
}
