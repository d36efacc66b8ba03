namespace Kiln.Vmm.Metrics;

/// <summary>The startup time of the process, until it could serve requests.</summary>
internal sealed class ApiServerMetrics(MetricGroup group)
{
    /// <summary>Microseconds of wall-clock time.</summary>
    internal Gauge StartupTime { get; } = group.Find<Gauge>("process_startup_time_us"u8);

    /// <summary>Microseconds of CPU time.</summary>
    internal Gauge StartupProcessorTime { get; } = group.Find<Gauge>("process_startup_time_cpu_us"u8);
}
