using Kiln.Linux.Abi;

namespace Kiln.Linux;

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
