using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The time of day with nanosecond resolution, which the runtime's clock lacks.</summary>
public static unsafe class WallClock
{
    /// <summary>Nanoseconds since 1970 in UTC (clock_gettime(2), CLOCK_REALTIME).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static long Nanoseconds
    {
        get
        {
            timespec time;
            LinuxException.ThrowIfFailed(Native.clock_gettime((int)ClockId.CLOCK_REALTIME, &time), "clock_gettime");
            return ((long)time.tv_sec * NanosecondsPer.Second) + (long)time.tv_nsec;
        }
    }
}
