using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>What an entry of a ring asks the kernel to do.</summary>
[CHeader("linux/io_uring.h")]
public enum RingOperation : byte
{
    /// <summary>preadv(2).</summary>
    IORING_OP_READV = 1,

    /// <summary>pwritev(2).</summary>
    IORING_OP_WRITEV = 2,

    /// <summary>fsync(2), or fdatasync(2).</summary>
    IORING_OP_FSYNC = 3,

    /// <summary>fallocate(2).</summary>
    IORING_OP_FALLOCATE = 17,
}
