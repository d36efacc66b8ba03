using System.Threading;

namespace Kiln.Vmm.Logging;

/// <summary>
/// Limits the lines of one log statement that a guest can reach: a burst of ten, then one per half second. A token bucket kept as a single number,
/// the time at which it will be full, so that no thread needs a lock.
/// </summary>
internal sealed class LogLimit
{
    /// <summary>The number of lines in a burst.</summary>
    internal const int Burst = 10;

    /// <summary>The nanoseconds until another line is allowed.</summary>
    internal const ulong Interval = 500_000_000;

    private ulong _fullAt;
    private long _suppressed;

    /// <summary>Takes a token for a line.</summary>
    /// <param name="now">The time in nanoseconds of a monotonic clock.</param>
    /// <param name="suppressed">The lines suppressed since the last one that was allowed; zero when this line is not.</param>
    /// <returns>Whether the line is allowed.</returns>
    internal bool TryPass(ulong now, out long suppressed)
    {
        ulong fullAt = Volatile.Read(ref _fullAt);
        while (true)
        {
            ulong after = Math.Max(fullAt, now) + Interval;
            if (after - now > Burst * Interval)
            {
                Interlocked.Increment(ref _suppressed);
                suppressed = 0;
                return false;
            }
            ulong found = Interlocked.CompareExchange(ref _fullAt, after, fullAt);
            if (found == fullAt)
            {
                suppressed = Interlocked.Exchange(ref _suppressed, 0);
                return true;
            }
            fullAt = found;
        }
    }
}
