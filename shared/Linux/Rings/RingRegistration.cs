using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>What io_uring_register(2) does.</summary>
[CHeader("linux/io_uring.h")]
public enum RingRegistration : uint
{
    /// <summary>Takes files, which entries name by their places.</summary>
    IORING_REGISTER_FILES = 2,

    /// <summary>Takes an eventfd, signalled at completions.</summary>
    IORING_REGISTER_EVENTFD = 4,

    /// <summary>Takes other files in place of some.</summary>
    IORING_REGISTER_FILES_UPDATE = 6,

    /// <summary>Tells which operations there are.</summary>
    IORING_REGISTER_PROBE = 8,

    /// <summary>Takes what is allowed from the enabling on.</summary>
    IORING_REGISTER_RESTRICTIONS = 11,

    /// <summary>Enables the ring.</summary>
    IORING_REGISTER_ENABLE_RINGS = 12,
}
