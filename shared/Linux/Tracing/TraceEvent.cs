using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>Why a traced thread stopped.</summary>
[CHeader("linux/ptrace.h")]
public enum TraceEvent
{
    /// <summary>It was asked to.</summary>
    PTRACE_EVENT_STOP = 128,
}
