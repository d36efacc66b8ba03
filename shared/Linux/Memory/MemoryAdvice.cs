using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Advice on a range of memory (madvise(2)).</summary>
[CHeader("sys/mman.h")]
public enum MemoryAdvice
{
    /// <summary>Give the pages back; they read as zero from then on.</summary>
    MADV_DONTNEED = 4,

    /// <summary>Leave it out of core dumps.</summary>
    MADV_DONTDUMP = 16,

    /// <summary>Give huge pages where the kernel can.</summary>
    MADV_HUGEPAGE = 14,

    /// <summary>Never merge its pages with equal ones of other processes.</summary>
    MADV_UNMERGEABLE = 13,
}
