using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>How rt_sigprocmask(2) combines a set with the one in force.</summary>
[CHeader("signal.h")]
public enum MaskChange
{
    /// <summary>Adds the signals.</summary>
    SIG_BLOCK = 0,

    /// <summary>Removes the signals.</summary>
    SIG_UNBLOCK = 1,

    /// <summary>Replaces the set.</summary>
    SIG_SETMASK = 2,
}
