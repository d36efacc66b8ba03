using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Interval timers (setitimer(2)).</summary>
[CHeader("sys/time.h")]
public enum IntervalTimer
{
    /// <summary>Real time; raises SIGALRM.</summary>
    ITIMER_REAL = 0,

    /// <summary>The process's CPU time in user mode; raises SIGVTALRM.</summary>
    ITIMER_VIRTUAL = 1,

    /// <summary>The process's CPU time; raises SIGPROF.</summary>
    ITIMER_PROF = 2,
}
