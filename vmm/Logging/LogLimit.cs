using System.Threading;

namespace Kiln.Vmm.Logging;

/// <summary>
/// Keeps one place of the source, which a guest can reach as often as it likes, from filling the log: ten lines at once, then one each half
/// second. A bucket that is kept as one number, the time at which it will be full, so that no thread waits for another.
/// </summary>
internal sealed class LogLimit
{
    /// <summary>Lines that come through at once.</summary>
    internal const int Burst = 10;

    /// <summary>Nanoseconds until one more does.</summary>
    internal const ulong Interval = 500_000_000;

    private ulong _fullAt;
    private long _suppressed;

    /// <summary>Asks for a line.</summary>
    /// <param name="now">Nanoseconds of a clock that never goes back.</param>
    /// <param name="suppressed">Lines that did not come through since the last that did; zero when this one does not.</param>
    /// <returns>Whether it comes through.</returns>
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
