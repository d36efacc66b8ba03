using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>How a ring is made.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSetupFlags : uint
{
    /// <summary>It takes nothing before it is enabled: restrictions come first.</summary>
    IORING_SETUP_R_DISABLED = 1 << 6,
}
