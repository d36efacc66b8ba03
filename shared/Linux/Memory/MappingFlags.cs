using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Kinds of mapping (mmap(2)).</summary>
[Flags]
[CHeader("sys/mman.h")]
public enum MappingFlags
{
    /// <summary>Writes go to the file and to other mappings of it.</summary>
    MAP_SHARED = 0x01,

    /// <summary>Writes stay with this process.</summary>
    MAP_PRIVATE = 0x02,

    /// <summary>No file behind it; zero pages.</summary>
    MAP_ANONYMOUS = 0x20,

    /// <summary>No swap space is set aside for it.</summary>
    MAP_NORESERVE = 0x4000,

    /// <summary>Huge pages of the host's reserve.</summary>
    MAP_HUGETLB = 0x4_0000,

    /// <summary>Huge pages of 2 MiB.</summary>
    [NotInHeader("in linux/mman.h, which conflicts with sys/mman.h; 21, the binary logarithm of 2 MiB, at bit 26")]
    MAP_HUGE_2MB = 21 << 26,
}
