using Kiln.Linux.Abi;

namespace Kiln.Linux;

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
}
