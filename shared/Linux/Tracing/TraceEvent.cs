using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>Stop events of ptrace(2).</summary>
[CHeader("linux/ptrace.h")]
public enum TraceEvent
{
    /// <summary>Stopped by PTRACE_INTERRUPT.</summary>
    PTRACE_EVENT_STOP = 128,
}
