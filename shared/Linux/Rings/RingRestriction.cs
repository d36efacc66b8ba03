using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>What one restriction of a ring says. What no restriction allows is refused.</summary>
[CHeader("linux/io_uring.h")]
public enum RingRestriction : ushort
{
    /// <summary>A registration is allowed.</summary>
    IORING_RESTRICTION_REGISTER_OP = 0,

    /// <summary>An operation is allowed.</summary>
    IORING_RESTRICTION_SQE_OP = 1,

    /// <summary>Flags of entries are allowed.</summary>
    IORING_RESTRICTION_SQE_FLAGS_ALLOWED = 2,

    /// <summary>Flags of entries are required.</summary>
    IORING_RESTRICTION_SQE_FLAGS_REQUIRED = 3,
}
