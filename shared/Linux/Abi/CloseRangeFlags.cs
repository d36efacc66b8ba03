namespace Kiln.Linux.Abi;

/// <summary>Flags of close_range(2).</summary>
[Flags]
[CHeader("linux/close_range.h")]
public enum CloseRangeFlags
{
    /// <summary>Unshares the descriptor table first, if it is shared.</summary>
    CLOSE_RANGE_UNSHARE = 2,

    /// <summary>Marks the descriptors close-on-exec instead of closing them.</summary>
    CLOSE_RANGE_CLOEXEC = 4,
}
