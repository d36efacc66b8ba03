using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>How the calling thread is scheduled (sched(7)).</summary>
public static unsafe class Scheduling
{
    [NotInHeader("PRIO_PROCESS and IOPRIO_WHO_PROCESS: one is 0 in sys/resource.h, the other 1 in linux/ioprio.h, which not every system has")]
    private const int PriorityOfProcess = 0;

    [NotInHeader("see above")]
    private const int InputOutputOfProcess = 1;

    /// <summary>
    /// Takes away what puts the thread before others: a real-time policy, a negative nice value, a priority of its own for input and output.
    /// What puts it behind others stays.
    /// </summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void LeavePriority()
    {
        // The kernel adds a flag for children to the number.
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

    // -20 to 19. The raw call: the C library's cannot tell -1 from an error. The kernel returns 20 minus the value.
    private static int Nice => 20 - Demand(Native.Raw(SystemCall.SYS_getpriority, PriorityOfProcess, 0), "getpriority");

    private static int Demand(nint result, string call) => LinuxException.ThrowIfFailed((int)result, call);
}
