namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of all devices of a kind: a group for each, and a group with their sums.</summary>
/// <typeparam name="TDevice">The metrics of one device.</typeparam>
internal abstract class DeviceGroups<TDevice>
{
    private readonly VmmMetrics _metrics;
    private readonly GroupDefinition _definition;
    private readonly Func<MetricGroup, TDevice> _make;
    private readonly MetricGroup _all;
    private volatile (MetricGroup Group, TDevice Metrics)[] _each = [];

    /// <summary>Adds the group of all devices. At most once per set of metrics.</summary>
    /// <param name="definition">The group of all; those of each device are alike, with its id in the name.</param>
    /// <param name="make">Creates the metrics of a device from its group.</param>
    private protected DeviceGroups(VmmMetrics metrics, GroupDefinition definition, Func<MetricGroup, TDevice> make)
    {
        (_metrics, _definition, _make) = (metrics, definition, make);
        _all = metrics.Add(definition);
        for (int index = 0; index < _all.Metrics.Length; index++)
        {
            Sum(index);
        }
    }

    /// <summary>Returns the metrics of a device, adding its group after all others on first use. Not thread-safe.</summary>
    internal TDevice Of(string id)
    {
        string name = $"{_all.Name}_{id}";
        foreach ((MetricGroup group, TDevice present) in _each)
        {
            if (group.Name == name)
            {
                return present;
            }
        }
        MetricGroup added = _metrics.Add(_definition with { Name = name, Place = GroupDefinition.Last, DeviceId = id, Kind = _all.Name });
        TDevice metrics = _make(added);
        _each = [.. _each, (added, metrics)];
        return metrics;
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
        foreach ((MetricGroup group, _) in _each)
        {
            sum += ((Counter)group.Metrics[index]).Value;
        }
        return sum;
    }

    private LatencyTally TimeOf(int index)
    {
        LatencyTally sum = default;
        foreach ((MetricGroup group, _) in _each)
        {
            LatencyTally time = ((Latency)group.Metrics[index]).Value;
            sum.Include(ref time);
        }
        return sum;
    }
}
