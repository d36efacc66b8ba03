namespace Kiln.Vmm.Metrics;

/// <summary>Internal errors that nothing handles.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class PanicMetrics(MetricGroup group)
{
    /// <summary>Set to one by the first, which ends the process.</summary>
    internal Gauge Panics { get; } = group.Find<Gauge>("panic_count");
}
