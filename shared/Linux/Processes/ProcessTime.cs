using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The time that processors spent on this process, in all its threads.</summary>
public static unsafe class ProcessTime
{
    /// <summary>Nanoseconds since it started (clock_gettime(2), CLOCK_PROCESS_CPUTIME_ID).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static ulong Nanoseconds
    {
        get
        {
            const ulong NanosecondsPerSecond = 1_000_000_000;
            timespec time;
            LinuxException.ThrowIfFailed(Native.clock_gettime((int)ClockId.CLOCK_PROCESS_CPUTIME_ID, &time), "clock_gettime");
            return ((ulong)(long)time.tv_sec * NanosecondsPerSecond) + (ulong)(long)time.tv_nsec;
        }
    }
}
