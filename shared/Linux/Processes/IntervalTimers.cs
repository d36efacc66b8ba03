using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>The interval timers of this process (setitimer(2)), which execve preserves: each ends a process that does not expect its signal.</summary>
public static unsafe class IntervalTimers
{
    // Interval and time left, each in seconds and microseconds.
    [NotInHeader("struct itimerval has four words")]
    private const int Words = 4;

    /// <summary>Stops all of them.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void StopAll()
    {
        ulong* nothing = stackalloc ulong[Words];
        new Span<ulong>(nothing, Words).Clear();
        for (IntervalTimer timer = IntervalTimer.ITIMER_REAL; timer <= IntervalTimer.ITIMER_PROF; timer++)
        {
            LinuxException.ThrowIfFailed((int)Native.Raw(SystemCall.SYS_setitimer, (nuint)(int)timer, (nuint)nothing), "setitimer");
        }
    }
}
