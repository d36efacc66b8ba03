using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Abi;

/// <summary>Seccomp actions. As signed numbers they ascend from the strictest, which wins among stacked filters.</summary>
[CHeader("linux/seccomp.h")]
public enum SeccompAction : uint
{
    /// <summary>Kills the process with SIGSYS, bypassing handlers.</summary>
    SECCOMP_RET_KILL_PROCESS = 0x80000000,

    /// <summary>Kills the thread with SIGSYS, bypassing handlers.</summary>
    SECCOMP_RET_KILL_THREAD = 0x00000000,

    /// <summary>Sends SIGSYS to the thread instead of executing the call.</summary>
    SECCOMP_RET_TRAP = 0x00030000,

    /// <summary>Fails the call with an errno.</summary>
    SECCOMP_RET_ERRNO = 0x00050000,

    /// <summary>Asks a process that listens; without one the call fails with ENOSYS.</summary>
    SECCOMP_RET_USER_NOTIF = 0x7FC00000,

    SECCOMP_RET_TRACE = 0x7FF00000,

    /// <summary>Allows the call and logs it.</summary>
    SECCOMP_RET_LOG = 0x7FFC0000,

    SECCOMP_RET_ALLOW = 0x7FFF0000,
}
