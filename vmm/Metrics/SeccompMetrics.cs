namespace Kiln.Vmm.Metrics;

/// <summary>System calls that a filter did not allow.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class SeccompMetrics(MetricGroup group)
{
    /// <summary>Set to one by the first, which ends the process.</summary>
    internal Gauge Faults { get; } = group.Find<Gauge>("num_faults");
}
