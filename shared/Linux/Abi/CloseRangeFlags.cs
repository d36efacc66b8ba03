namespace Kiln.Linux.Abi;

/// <summary>Flags of close_range(2).</summary>
[Flags]
[CHeader("linux/close_range.h")]
public enum CloseRangeFlags
{
    /// <summary>The process gets a table of its own first, if it shares one.</summary>
    CLOSE_RANGE_UNSHARE = 2,

    /// <summary>They are closed by execve instead of now.</summary>
    CLOSE_RANGE_CLOEXEC = 4,
}
