using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Whether a completion ring's eventfd is signalled.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingNotification : uint
{
    /// <summary>It is not.</summary>
    IORING_CQ_EVENTFD_DISABLED = 1 << 0,
}
