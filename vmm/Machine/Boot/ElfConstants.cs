using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>Values of the ELF header that a kernel must have.</summary>
[CHeader("elf.h")]
internal static class ElfConstants
{
    /// <summary>Index of the class.</summary>
    internal const int EI_CLASS = 4;

    /// <summary>Index of the byte order.</summary>
    internal const int EI_DATA = 5;

    /// <summary>32-bit.</summary>
    internal const byte ELFCLASS32 = 1;

    /// <summary>64-bit.</summary>
    internal const byte ELFCLASS64 = 2;

    /// <summary>Little-endian.</summary>
    internal const byte ELFDATA2LSB = 1;

    /// <summary>x86-64.</summary>
    internal const ushort EM_X86_64 = 62;

    /// <summary>An executable with fixed addresses.</summary>
    internal const ushort ET_EXEC = 2;

    /// <summary>A position-independent executable, as relocatable kernels are marked.</summary>
    internal const ushort ET_DYN = 3;
}
