using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>Requests of ptrace(2).</summary>
[CHeader("linux/ptrace.h")]
public enum TraceRequest
{
    /// <summary>Resumes the thread and stops tracing it.</summary>
    PTRACE_DETACH = 17,

    /// <summary>Starts tracing a thread without stopping it.</summary>
    PTRACE_SEIZE = 0x4206,

    PTRACE_INTERRUPT = 0x4207,

    /// <summary>Copies a seccomp filter; requires CAP_SYS_ADMIN in the initial namespace and a caller without filters.</summary>
    PTRACE_SECCOMP_GET_FILTER = 0x420C,
}
