namespace Kiln.Vmm.Metrics;

/// <summary>Violations of seccomp filters.</summary>
internal sealed class SeccompMetrics(MetricGroup group)
{
    /// <summary>Set to 1 by the first violation, which ends the process.</summary>
    internal Gauge Faults { get; } = group.Find<Gauge>("num_faults"u8);
}
