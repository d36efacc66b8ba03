namespace Kiln.Linux.Abi;

/// <summary>Kinds of ELF segment.</summary>
[CHeader("elf.h")]
public enum ElfSegmentType : uint
{
    /// <summary>To be loaded.</summary>
    PT_LOAD = 1,

    /// <summary>Notes of the linker or for the loader.</summary>
    PT_NOTE = 4,
}
