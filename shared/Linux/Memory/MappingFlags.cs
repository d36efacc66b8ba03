using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Flags of mmap(2).</summary>
[Flags]
[CHeader("sys/mman.h")]
public enum MappingFlags
{
    /// <summary>Writes reach the file and other mappings of it.</summary>
    MAP_SHARED = 0x01,

    /// <summary>Writes stay private to this process.</summary>
    MAP_PRIVATE = 0x02,

    /// <summary>Maps exactly at the given address, replacing existing mappings.</summary>
    MAP_FIXED = 0x10,

    /// <summary>Zero pages without a file.</summary>
    MAP_ANONYMOUS = 0x20,

    /// <summary>Reserves no swap space.</summary>
    MAP_NORESERVE = 0x4000,

    /// <summary>Uses huge pages of the host's pool.</summary>
    MAP_HUGETLB = 0x4_0000,

    /// <summary>Selects huge pages of 2 MiB.</summary>
    [NotInHeader("in linux/mman.h, which conflicts with sys/mman.h; 21, the binary logarithm of 2 MiB, at bit 26")]
    MAP_HUGE_2MB = 21 << 26,
}
