using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>The header of a 64-bit ELF file.</summary>
[CHeader("elf.h", CType = "Elf64_Ehdr")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Elf64_Ehdr
{
    /// <summary>Magic, class, byte order, version.</summary>
    public fixed byte e_ident[16];

    /// <summary>Executable, shared, relocatable.</summary>
    public ushort e_type;

    /// <summary>Processor.</summary>
    public ushort e_machine;

    /// <summary>Version of the format.</summary>
    public uint e_version;

    /// <summary>First instruction.</summary>
    public ulong e_entry;

    /// <summary>Where the program headers are.</summary>
    public ulong e_phoff;

    /// <summary>Where the section headers are.</summary>
    public ulong e_shoff;

    /// <summary>Of the processor.</summary>
    public uint e_flags;

    /// <summary>Bytes of this header.</summary>
    public ushort e_ehsize;

    /// <summary>Bytes of a program header.</summary>
    public ushort e_phentsize;

    /// <summary>How many program headers.</summary>
    public ushort e_phnum;

    /// <summary>Bytes of a section header.</summary>
    public ushort e_shentsize;

    /// <summary>How many section headers.</summary>
    public ushort e_shnum;

    /// <summary>Which section has the names.</summary>
    public ushort e_shstrndx;
}
