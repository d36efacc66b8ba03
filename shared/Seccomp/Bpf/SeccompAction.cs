using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>What a program answers.</summary>
[CHeader("linux/seccomp.h")]
public enum SeccompAction : uint
{
    /// <summary>End the process by SIGSYS, without its handler.</summary>
    SECCOMP_RET_KILL_PROCESS = 0x80000000,

    /// <summary>Send SIGSYS to the thread in place of the call.</summary>
    SECCOMP_RET_TRAP = 0x00030000,

    /// <summary>Make the call.</summary>
    SECCOMP_RET_ALLOW = 0x7FFF0000,
}
