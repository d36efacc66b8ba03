namespace Kiln.Vmm.Metrics;

/// <summary>Unhandled internal errors.</summary>
internal sealed class PanicMetrics(MetricGroup group)
{
    /// <summary>Set to 1 by the first unhandled error, which ends the process.</summary>
    internal Gauge Panics { get; } = group.Find<Gauge>("panic_count"u8);
}
