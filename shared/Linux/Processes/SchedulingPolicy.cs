using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Policies of sched_setscheduler(2) that matter here.</summary>
[CHeader("linux/sched.h")]
internal enum SchedulingPolicy
{
    /// <summary>Shares of the processor.</summary>
    SCHED_NORMAL = 0,

    /// <summary>Real time: until it waits.</summary>
    SCHED_FIFO = 1,

    /// <summary>Real time, in turns.</summary>
    SCHED_RR = 2,

    /// <summary>Real time, by deadlines.</summary>
    SCHED_DEADLINE = 6,
}
