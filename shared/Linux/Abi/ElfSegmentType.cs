namespace Kiln.Linux.Abi;

[CHeader("elf.h")]
public enum ElfSegmentType : uint
{
    PT_LOAD = 1,

    /// <summary>The path of the program's loader.</summary>
    PT_INTERP = 3,

    /// <summary>Notes for the loader and other tools.</summary>
    PT_NOTE = 4,

    /// <summary>The program headers themselves.</summary>
    PT_PHDR = 6,

    /// <summary>The index of the unwind tables.</summary>
    PT_GNU_EH_FRAME = 0x6474e550,
}
