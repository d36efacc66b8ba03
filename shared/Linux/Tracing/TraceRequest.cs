using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>What a tracer asks of a thread (ptrace(2)).</summary>
[CHeader("linux/ptrace.h")]
public enum TraceRequest
{
    /// <summary>Lets the thread go on, and lets go of it.</summary>
    PTRACE_DETACH = 17,

    /// <summary>Takes hold of the thread without stopping it.</summary>
    PTRACE_SEIZE = 0x4206,

    /// <summary>Stops the thread.</summary>
    PTRACE_INTERRUPT = 0x4207,

    /// <summary>Copies a filter of the thread's; of the host's administrator only, and only when no filter is on the caller.</summary>
    PTRACE_SECCOMP_GET_FILTER = 0x420C,
}
