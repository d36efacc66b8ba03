using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>How a ring synchronises a file.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSyncFlags : uint
{
    /// <summary>As fdatasync(2) does.</summary>
    IORING_FSYNC_DATASYNC = 1 << 0,
}
