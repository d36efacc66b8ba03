using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Abi;

/// <summary>What a program answers. As signed numbers they ascend from the strictest, which prevails where filters stack.</summary>
[CHeader("linux/seccomp.h")]
public enum SeccompAction : uint
{
    /// <summary>End the process by SIGSYS, without its handler.</summary>
    SECCOMP_RET_KILL_PROCESS = 0x80000000,

    /// <summary>End the thread by SIGSYS, without its handler.</summary>
    SECCOMP_RET_KILL_THREAD = 0x00000000,

    /// <summary>Send SIGSYS to the thread in place of the call.</summary>
    SECCOMP_RET_TRAP = 0x00030000,

    /// <summary>Fail with an errno.</summary>
    SECCOMP_RET_ERRNO = 0x00050000,

    /// <summary>Ask a tracer.</summary>
    SECCOMP_RET_TRACE = 0x7FF00000,

    /// <summary>Make the call, and log it.</summary>
    SECCOMP_RET_LOG = 0x7FFC0000,

    /// <summary>Make the call.</summary>
    SECCOMP_RET_ALLOW = 0x7FFF0000,
}
