namespace Kiln.Vmm.Metrics;

/// <summary>The minimum, maximum and sum of a duration.</summary>
/// <param name="name">The name within the group.</param>
internal sealed class Latency(MetricNames name) : Metric(name)
{
    /// <summary>How much of the sum the metrics lines have reported.</summary>
    internal Told Told;

    private Func<LatencyTally>? _parts;

    /// <summary>The measurements since the process started.</summary>
    internal LatencyTally Value => _parts?.Invoke() ?? default;

    /// <summary>Sets where the measurements are kept. Call before any of them is made.</summary>
    /// <param name="parts">Returns their total. Thread-safe.</param>
    internal void Include(Func<LatencyTally> parts) => _parts = parts;
}
