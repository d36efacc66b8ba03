using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>How fallocate(2) gives a file blocks.</summary>
[Flags]
[CHeader("linux/falloc.h")]
internal enum AllocationFlags
{
    /// <summary>The file stays as long as it is.</summary>
    FALLOC_FL_KEEP_SIZE = 0x01,
}
