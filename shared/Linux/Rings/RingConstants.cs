using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>Flags of a submission entry.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingEntryFlags : byte
{
    /// <summary>The descriptor field is an index of a registered file.</summary>
    IOSQE_FIXED_FILE = 1 << 0,

    /// <summary>A kernel worker always executes the entry.</summary>
    IOSQE_ASYNC = 1 << 4,
}

/// <summary>Features that the kernel reports for its rings.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingFeatures : uint
{
    /// <summary>One mmap covers both rings.</summary>
    IORING_FEAT_SINGLE_MMAP = 1 << 0,

    /// <summary>No completion is lost when the completion ring is full.</summary>
    IORING_FEAT_NODROP = 1 << 1,

    /// <summary>The kernel no longer reads the entry's arguments after submission.</summary>
    IORING_FEAT_SUBMIT_STABLE = 1 << 2,
}

/// <summary>Flags of the completion ring.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingNotification : uint
{
    /// <summary>Does not signal the eventfd.</summary>
    IORING_CQ_EVENTFD_DISABLED = 1 << 0,
}

/// <summary>Opcodes of submission entries.</summary>
[CHeader("linux/io_uring.h")]
public enum RingOperation : byte
{
    IORING_OP_READV = 1,

    IORING_OP_WRITEV = 2,

    /// <summary>fsync(2), or fdatasync(2) with a flag.</summary>
    IORING_OP_FSYNC = 3,

    IORING_OP_FALLOCATE = 17,
}

/// <summary>Probe flags of an opcode.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingProbe : ushort
{
    /// <summary>The kernel supports the opcode.</summary>
    IO_URING_OP_SUPPORTED = 1 << 0,
}

/// <summary>Opcodes of io_uring_register(2).</summary>
[CHeader("linux/io_uring.h")]
public enum RingRegistration : uint
{
    /// <summary>Registers files, which entries refer to by index.</summary>
    IORING_REGISTER_FILES = 2,

    /// <summary>Registers an eventfd that completions signal.</summary>
    IORING_REGISTER_EVENTFD = 4,

    /// <summary>Replaces some of the registered files.</summary>
    IORING_REGISTER_FILES_UPDATE = 6,

    /// <summary>Reports the supported opcodes.</summary>
    IORING_REGISTER_PROBE = 8,

    /// <summary>Sets the restrictions that apply once the ring is enabled.</summary>
    IORING_REGISTER_RESTRICTIONS = 11,

    IORING_REGISTER_ENABLE_RINGS = 12,
}

/// <summary>Kinds of ring restriction. Whatever no restriction allows is rejected.</summary>
[CHeader("linux/io_uring.h")]
public enum RingRestriction : ushort
{
    /// <summary>Allows a registration opcode.</summary>
    IORING_RESTRICTION_REGISTER_OP = 0,

    /// <summary>Allows a submission opcode.</summary>
    IORING_RESTRICTION_SQE_OP = 1,

    /// <summary>Allows flags of entries.</summary>
    IORING_RESTRICTION_SQE_FLAGS_ALLOWED = 2,

    /// <summary>Requires flags of entries.</summary>
    IORING_RESTRICTION_SQE_FLAGS_REQUIRED = 3,
}

/// <summary>Flags of io_uring_setup(2).</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSetupFlags : uint
{
    /// <summary>Creates the ring disabled, so that restrictions can be set first.</summary>
    IORING_SETUP_R_DISABLED = 1 << 6,
}

/// <summary>Flags of a sync operation.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingSyncFlags : uint
{
    /// <summary>Syncs like fdatasync(2).</summary>
    IORING_FSYNC_DATASYNC = 1 << 0,
}
