namespace Kiln.Vmm.Metrics;

/// <summary>All drives together, and each by itself: the group of all tells the sums of those of each.</summary>
internal sealed class DriveMetrics
{
    private readonly MetricGroup _all;
    private volatile BlockMetrics[] _each = [];

    /// <summary>Takes the group of all drives.</summary>
    /// <param name="all">The group.</param>
    internal DriveMetrics(MetricGroup all)
    {
        _all = all;
        for (int index = 0; index < all.Metrics.Length; index++)
        {
            Sum(index);
        }
    }

    /// <summary>Those of a drive; the same each time.</summary>
    /// <param name="id">Its id.</param>
    internal BlockMetrics Of(string id)
    {
        string name = $"{_all.Name}_{id}";
        BlockMetrics? present = Array.Find(_each, metrics => metrics.Group.Name == name);
        if (present is null)
        {
            present = new BlockMetrics(_all.Another(name));
            _each = [.. _each, present];
        }
        return present;
    }

    private void Sum(int index)
    {
        if (_all.Metrics[index] is Counter counter)
        {
            counter.Include(() => CountOf(index));
        }
        else if (_all.Metrics[index] is Latency latency)
        {
            latency.Include(() => TimeOf(index));
        }
    }

    private long CountOf(int index)
    {
        long sum = 0;
        foreach (BlockMetrics drive in _each)
        {
            sum += ((Counter)drive.Group.Metrics[index]).Value;
        }
        return sum;
    }

    private LatencyTally TimeOf(int index)
    {
        LatencyTally sum = default;
        foreach (BlockMetrics drive in _each)
        {
            LatencyTally time = ((Latency)drive.Group.Metrics[index]).Value;
            sum.Include(ref time);
        }
        return sum;
    }
}
