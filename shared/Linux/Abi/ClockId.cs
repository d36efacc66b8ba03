namespace Kiln.Linux.Abi;

/// <summary>The clocks of clock_gettime(2).</summary>
[CHeader("time.h")]
public enum ClockId
{
    /// <summary>The time of day, since 1970 in UTC; somebody may set it.</summary>
    CLOCK_REALTIME = 0,

    /// <summary>Time since some start, never set back; stands still in suspend.</summary>
    CLOCK_MONOTONIC = 1,

    /// <summary>Processor time of all threads of this process.</summary>
    CLOCK_PROCESS_CPUTIME_ID = 2,
}
