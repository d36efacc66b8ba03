using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Modes of fallocate(2); without a flag it allocates blocks for the range.</summary>
[Flags]
[CHeader("linux/falloc.h")]
public enum AllocationFlags
{
    /// <summary>Keeps the file's length.</summary>
    FALLOC_FL_KEEP_SIZE = 0x01,

    /// <summary>Deallocates the range, which then reads as zeros; only with <see cref="FALLOC_FL_KEEP_SIZE"/>.</summary>
    FALLOC_FL_PUNCH_HOLE = 0x02,

    /// <summary>Zeroes the range, keeping or allocating its blocks.</summary>
    FALLOC_FL_ZERO_RANGE = 0x10,
}
