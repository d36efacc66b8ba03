using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>Counts and measures an event. One thread adds; any thread may read.</summary>
internal struct LatencyTally
{
    private long _count;
    private long _minimum;
    private long _maximum;
    private long _sum;

    /// <summary>The number of events.</summary>
    internal long Count => Volatile.Read(ref _count);

    /// <summary>The shortest duration in nanoseconds; zero without any event.</summary>
    internal long Minimum => Volatile.Read(ref _minimum);

    /// <summary>The longest duration in nanoseconds.</summary>
    internal long Maximum => Volatile.Read(ref _maximum);

    /// <summary>The sum of all durations in nanoseconds.</summary>
    internal long Sum => Volatile.Read(ref _sum);

    /// <param name="nanoseconds">The duration; zero counts as one, which is below the resolution of the clock.</param>
    internal void Add(ulong nanoseconds)
    {
        long length = Math.Max(1, (long)nanoseconds);
        _sum += length;
        if (length > _maximum)
        {
            _maximum = length;
        }
        if (length < _minimum || _count == 0)
        {
            _minimum = length;
        }
        _count++;
    }

    /// <summary>Adds the events of another thread's tally.</summary>
    internal void Include(ref LatencyTally other)
    {
        long count = other.Count;
        if (count > 0)
        {
            _minimum = _count == 0 ? other.Minimum : Math.Min(_minimum, other.Minimum);
            _maximum = Math.Max(_maximum, other.Maximum);
            _sum += other.Sum;
            _count += count;
        }
    }
}
