using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>How rt_sigprocmask(2) combines a set with the one in force.</summary>
[CHeader("signal.h")]
public enum MaskChange
{
    SIG_BLOCK = 0,

    SIG_UNBLOCK = 1,

    SIG_SETMASK = 2,
}
