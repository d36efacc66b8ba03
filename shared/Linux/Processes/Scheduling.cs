using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Scheduling of the calling thread (sched(7)).</summary>
public static unsafe class Scheduling
{
    [NotInHeader("PRIO_PROCESS and IOPRIO_WHO_PROCESS: one is 0 in sys/resource.h, the other 1 in linux/ioprio.h, which not every system has")]
    private const int PriorityOfProcess = 0;

    [NotInHeader("see above")]
    private const int InputOutputOfProcess = 1;

    /// <summary>
    /// Removes what favors the thread: a real-time policy, a negative nice value, an I/O priority of its own. What disfavors it
    /// stays.
    /// </summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void LeavePriority()
    {
        // The kernel adds SCHED_RESET_ON_FORK to the number.
        const int PolicyBits = 0xF;
        SchedulingPolicy policy = (SchedulingPolicy)(Demand(Native.sched_getscheduler(0), "sched_getscheduler") & PolicyBits);
        if (policy is SchedulingPolicy.SCHED_FIFO or SchedulingPolicy.SCHED_RR or SchedulingPolicy.SCHED_DEADLINE)
        {
            int priority = 0;
            Demand(Native.Raw(SystemCall.SYS_sched_setscheduler, 0, (nuint)(int)SchedulingPolicy.SCHED_NORMAL, (nuint)(&priority)), "sched_setscheduler");
        }
        if (Nice < 0)
        {
            Demand(Native.setpriority(PriorityOfProcess, 0, 0), "setpriority");
        }
        Demand(Native.Raw(SystemCall.SYS_ioprio_set, InputOutputOfProcess, 0, 0), "ioprio_set");
    }

    // -20 to 19. Uses the raw call, which returns 20 minus the value: the C library's result of -1 could also be an error.
    private static int Nice => 20 - Demand(Native.Raw(SystemCall.SYS_getpriority, PriorityOfProcess, 0), "getpriority");

    private static int Demand(nint result, string call) => LinuxException.ThrowIfFailed((int)result, call);
}
