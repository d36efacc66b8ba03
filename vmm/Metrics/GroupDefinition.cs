namespace Kiln.Vmm.Metrics;

/// <summary>The definition of a group of metrics.</summary>
/// <param name="Name">The name of the group in a metrics line.</param>
/// <param name="Place">
/// The position in the line: the contract's groups are numbered from 0. Groups at the same position are in the order in which they were added.
/// </param>
/// <param name="Counters">The names of the counters, separated by spaces. A line reports the increase since the previous line.</param>
/// <param name="Gauges">The names of the gauges, separated by spaces.</param>
/// <param name="Latencies">
/// The names of the latencies, separated by spaces. A line reports minimum, maximum and, as a counter, the sum in microseconds.
/// </param>
internal sealed record GroupDefinition(string Name, int Place, MetricNames Counters = default, MetricNames Gauges = default, MetricNames Latencies = default)
{
    /// <summary>The position after all of the contract's groups.</summary>
    internal const int Last = int.MaxValue;

    /// <summary>
    /// Whether the group is none of the contract's: lines do not have it, since clients refuse groups that they do not know. <c>GET /metrics</c> does.
    /// </summary>
    internal bool IsOwn { get; init; }

    /// <summary>What the group is of, in a word or two for people who read OpenMetrics.</summary>
    internal MetricNames About { get; init; }

    /// <summary>Whether the group is of devices that this version does not have: lines have it, all zero, OpenMetrics has not.</summary>
    internal bool IsAbsent { get; init; }

    /// <summary>The label that tells devices of the kind apart in OpenMetrics; empty where a machine has one such device, or none.</summary>
    internal MetricNames DeviceLabel { get; init; }

    /// <summary>The id of the device that the group is of; null for every other group.</summary>
    internal string? DeviceId { get; init; }

    /// <summary>The name of the group with the sums of all devices of the kind; null for every group but theirs.</summary>
    internal string? Kind { get; init; }

    /// <summary>Creates the metrics of the group, all zero.</summary>
    internal Metric[] Create()
    {
        Metric[] metrics = new Metric[Counters.Count + Gauges.Count + Latencies.Count];
        int count = 0;
        for (MetricNames rest = Counters; !rest.IsEmpty;)
        {
            metrics[count++] = new Counter(MetricNames.TakeFirst(ref rest));
        }
        for (MetricNames rest = Gauges; !rest.IsEmpty;)
        {
            metrics[count++] = new Gauge(MetricNames.TakeFirst(ref rest));
        }
        for (MetricNames rest = Latencies; !rest.IsEmpty;)
        {
            metrics[count++] = new Latency(MetricNames.TakeFirst(ref rest));
        }
        return metrics;
    }
}
