using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The time of day. Unlike the runtime's it is told to the nanosecond, as logs have it.</summary>
public static unsafe class WallClock
{
    /// <summary>Nanoseconds since 1970 in UTC (clock_gettime(2), CLOCK_REALTIME).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static long Nanoseconds
    {
        get
        {
            const long NanosecondsPerSecond = 1_000_000_000;
            timespec time;
            LinuxException.ThrowIfFailed(Native.clock_gettime((int)ClockId.CLOCK_REALTIME, &time), "clock_gettime");
            return ((long)time.tv_sec * NanosecondsPerSecond) + (long)time.tv_nsec;
        }
    }
}
