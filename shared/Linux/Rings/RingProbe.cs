using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>What the kernel says of an operation.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingProbe : ushort
{
    /// <summary>It can do it.</summary>
    IO_URING_OP_SUPPORTED = 1 << 0,
}
