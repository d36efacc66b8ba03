namespace Kiln.Vmm.Metrics;

/// <summary>How long the process took until it could answer.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class ApiServerMetrics(MetricGroup group)
{
    /// <summary>Microseconds by the wall.</summary>
    internal Gauge StartupTime { get; } = group.Find<Gauge>("process_startup_time_us");

    /// <summary>Microseconds of processor time.</summary>
    internal Gauge StartupProcessorTime { get; } = group.Find<Gauge>("process_startup_time_cpu_us");
}
