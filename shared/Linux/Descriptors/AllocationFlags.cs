using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>What fallocate(2) does to a range of a file; with none of them it gives the range blocks.</summary>
[Flags]
[CHeader("linux/falloc.h")]
public enum AllocationFlags
{
    /// <summary>The file stays as long as it is.</summary>
    FALLOC_FL_KEEP_SIZE = 0x01,

    /// <summary>The range gives its blocks back and reads as zeros; only with <see cref="FALLOC_FL_KEEP_SIZE"/>.</summary>
    FALLOC_FL_PUNCH_HOLE = 0x02,

    /// <summary>The range reads as zeros and keeps, or gets, blocks.</summary>
    FALLOC_FL_ZERO_RANGE = 0x10,
}
