namespace Kiln.Vmm.Metrics;

/// <summary>Counts the requests of one kind.</summary>
/// <param name="name">The prefix of the names of both counters.</param>
internal sealed class RequestCounters(MetricGroup group, MetricNames name)
{
    /// <summary>All requests.</summary>
    internal Counter Count { get; } = group.Find<Counter>(name.Bytes, "_count"u8);

    /// <summary>Invalid requests, but not those that the controller refuses.</summary>
    internal Counter Fails { get; } = group.Find<Counter>(name.Bytes, "_fails"u8);
}
