namespace Kiln.Linux.Abi;

/// <summary>
/// Nanoseconds, the unit of the clocks, per longer unit of time. The constants have 64 bits, so that a product with an int does not
/// overflow; being constants, they convert to unsigned where the other operand is.
/// </summary>
[NotInHeader("arithmetic")]
public static class NanosecondsPer
{
    /// <summary>The unit in which metrics and the log report durations.</summary>
    public const long Microsecond = 1000;

    /// <summary>The unit of a token bucket's refill time and of the timeout of epoll_wait(2).</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>The unit of tv_sec in struct timespec.</summary>
    public const long Second = 1_000_000_000;
}
