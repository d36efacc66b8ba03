using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>CPU time used by all threads of this process.</summary>
public static unsafe class ProcessTime
{
    /// <summary>Nanoseconds of CPU time (clock_gettime(2), CLOCK_PROCESS_CPUTIME_ID).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static ulong Nanoseconds
    {
        get
        {
            timespec time;
            LinuxException.ThrowIfFailed(Native.clock_gettime((int)ClockId.CLOCK_PROCESS_CPUTIME_ID, &time), "clock_gettime");
            return ((ulong)(long)time.tv_sec * NanosecondsPer.Second) + (ulong)(long)time.tv_nsec;
        }
    }
}
