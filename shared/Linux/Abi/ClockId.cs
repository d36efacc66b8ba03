namespace Kiln.Linux.Abi;

/// <summary>The clocks of clock_gettime(2).</summary>
[CHeader("time.h")]
public enum ClockId
{
    /// <summary>Wall clock time since 1970 in UTC; it can be set.</summary>
    CLOCK_REALTIME = 0,

    /// <summary>Monotonic time since an unspecified start; stops during suspend.</summary>
    CLOCK_MONOTONIC = 1,

    /// <summary>CPU time used by all threads of this process.</summary>
    CLOCK_PROCESS_CPUTIME_ID = 2,
}
