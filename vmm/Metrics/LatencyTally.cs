using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>How often something happened and how long it took. One thread adds, others may look.</summary>
internal struct LatencyTally
{
    private long _count;
    private long _minimum;
    private long _maximum;
    private long _sum;

    /// <summary>How often.</summary>
    internal long Count => Volatile.Read(ref _count);

    /// <summary>Nanoseconds of the shortest; zero when there was none.</summary>
    internal long Minimum => Volatile.Read(ref _minimum);

    /// <summary>Nanoseconds of the longest.</summary>
    internal long Maximum => Volatile.Read(ref _maximum);

    /// <summary>Nanoseconds of all together.</summary>
    internal long Sum => Volatile.Read(ref _sum);

    /// <summary>It happened.</summary>
    /// <param name="nanoseconds">How long it took; zero counts as one, which no clock tells apart.</param>
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

    /// <summary>Adds what another thread has added up.</summary>
    /// <param name="other">Its tally.</param>
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
