using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Policies of sched_setscheduler(2).</summary>
[CHeader("linux/sched.h")]
internal enum SchedulingPolicy
{
    SCHED_NORMAL = 0,

    /// <summary>Real-time, first in, first out.</summary>
    SCHED_FIFO = 1,

    SCHED_RR = 2,

    SCHED_DEADLINE = 6,
}
