using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>Values of the ELF header that the loader checks.</summary>
[CHeader("elf.h")]
internal static class ElfConstants
{
    /// <summary>Index of the class (32 or 64 bits) in e_ident.</summary>
    internal const int EI_CLASS = 4;

    /// <summary>Index of the byte order in e_ident.</summary>
    internal const int EI_DATA = 5;

    internal const byte ELFCLASS32 = 1;

    internal const byte ELFCLASS64 = 2;

    internal const byte ELFDATA2LSB = 1;

    internal const ushort EM_X86_64 = 62;

    /// <summary>An executable with fixed addresses.</summary>
    internal const ushort ET_EXEC = 2;

    /// <summary>A position-independent executable, as relocatable kernels are marked.</summary>
    internal const ushort ET_DYN = 3;
}
