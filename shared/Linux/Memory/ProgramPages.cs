using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Memory;

/// <summary>The pages of this program's file that are in its memory: most of them served its start, and count as its own memory until they go.</summary>
public static unsafe class ProgramPages
{
    // AT_PHDR and AT_PHNUM of getauxval(3).
    [NotInHeader("linux/auxvec.h has it; it is no part of the calls that the test of headers reads")]
    private const nuint AtPhdr = 3;

    [NotInHeader("linux/auxvec.h has it; it is no part of the calls that the test of headers reads")]
    private const nuint AtPhnum = 5;

    // PF_X of elf.h.
    [NotInHeader("a bit of p_flags, which has no type of its own")]
    private const uint Executable = 1;

    /// <summary>
    /// Gives back the pages of code and of unwind tables; what is used again is mapped again from the page cache, a neighbourhood at a time. Never those of
    /// constants, which look alike: the runtime has written its stack cookie among them.
    /// </summary>
    /// <returns>Null, or the error.</returns>
    public static SystemError? GiveBack()
    {
        ReadOnlySpan<Elf64_Phdr> headers = new((void*)Native.getauxval(AtPhdr), (int)Native.getauxval(AtPhnum));
        byte* origin = Origin(headers);
        byte* unwindTables = null;
        foreach (ref readonly Elf64_Phdr header in headers)
        {
            if (header.p_type == ElfSegmentType.PT_GNU_EH_FRAME)
            {
                unwindTables = origin + header.p_vaddr;
            }
        }
        foreach (ref readonly Elf64_Phdr header in headers)
        {
            byte* start = origin + header.p_vaddr;
            byte* end = start + header.p_memsz;
            bool hasTables = start <= unwindTables && unwindTables < end;
            if (header.p_type == ElfSegmentType.PT_LOAD && (hasTables || (header.p_flags & Executable) != 0)
                && Discard(hasTables ? unwindTables : start, end) is { } error)
            {
                return error;
            }
        }
        return null;
    }

    // Where the program's address 0 lies: chosen anew at each start.
    private static byte* Origin(ReadOnlySpan<Elf64_Phdr> headers)
    {
        foreach (ref readonly Elf64_Phdr header in headers)
        {
            if (header.p_type == ElfSegmentType.PT_PHDR)
            {
                return (byte*)Native.getauxval(AtPhdr) - header.p_vaddr;
            }
        }
        return null;
    }

    // Whole pages only: the first and the last may have something else.
    private static SystemError? Discard(byte* start, byte* end)
    {
        const nuint Mask = ResidentPages.PageLength - 1;
        nuint first = ((nuint)start + Mask) & ~Mask;
        nuint last = (nuint)end & ~Mask;
        return first >= last || LibC.madvise((void*)first, (size_t)(last - first), (int)MemoryAdvice.MADV_DONTNEED) == 0
            ? null
            : SystemError.Last("madvise", "MADV_DONTNEED");
    }
}
