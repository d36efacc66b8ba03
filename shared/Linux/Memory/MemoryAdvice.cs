using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Advice of madvise(2).</summary>
[CHeader("sys/mman.h")]
public enum MemoryAdvice
{
    /// <summary>Discards the pages: anonymous ones then read as zero, private file pages as in the file.</summary>
    MADV_DONTNEED = 4,

    /// <summary>Punches a hole into the file of a shared mapping; it then reads as zero for every user of the file.</summary>
    MADV_REMOVE = 9,

    /// <summary>Excludes the range from core dumps.</summary>
    MADV_DONTDUMP = 16,

    /// <summary>Enables transparent huge pages.</summary>
    MADV_HUGEPAGE = 14,

    /// <summary>Excludes the range from merging with equal pages (KSM).</summary>
    MADV_UNMERGEABLE = 13,
}
