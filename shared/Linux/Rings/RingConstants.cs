using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>How an entry of a ring is taken.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingEntryFlags : byte
{
    /// <summary>Its file is one that was registered, by its place.</summary>
    IOSQE_FIXED_FILE = 1 << 0,

    /// <summary>A worker of the kernel's does it, even if it could be done at once.</summary>
    IOSQE_ASYNC = 1 << 4,
}

/// <summary>What the kernel's rings can do.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingFeatures : uint
{
    /// <summary>Both rings are mapped as one.</summary>
    IORING_FEAT_SINGLE_MMAP = 1 << 0,

    /// <summary>No completion is lost when the completion ring is full.</summary>
    IORING_FEAT_NODROP = 1 << 1,

    /// <summary>What an entry points to is not looked at any more when it has been submitted.</summary>
    IORING_FEAT_SUBMIT_STABLE = 1 << 2,
}

/// <summary>Whether a completion ring's eventfd is signalled.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingNotification : uint
{
    /// <summary>It is not.</summary>
    IORING_CQ_EVENTFD_DISABLED = 1 << 0,
}

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

/// <summary>What the kernel says of an operation.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingProbe : ushort
{
    /// <summary>It can do it.</summary>
    IO_URING_OP_SUPPORTED = 1 << 0,
}

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

/// <summary>How a ring is made.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSetupFlags : uint
{
    /// <summary>It takes nothing before it is enabled: restrictions come first.</summary>
    IORING_SETUP_R_DISABLED = 1 << 6,
}

/// <summary>How a ring synchronises a file.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSyncFlags : uint
{
    /// <summary>As fdatasync(2) does.</summary>
    IORING_FSYNC_DATASYNC = 1 << 0,
}
