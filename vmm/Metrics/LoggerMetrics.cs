namespace Kiln.Vmm.Metrics;

/// <summary>Log and metrics themselves.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class LoggerMetrics(MetricGroup group)
{
    /// <summary>Lines of metrics that could not be written, or not whole.</summary>
    internal Counter MissedMetrics { get; } = group.Find<Counter>("missed_metrics_count");

    /// <summary>Lines of the log that could not be written, or not whole.</summary>
    internal Counter MissedLines { get; } = group.Find<Counter>("missed_log_count");

    /// <summary>Lines of the log that a limit kept back.</summary>
    internal Counter RateLimited { get; } = group.Find<Counter>("rate_limited_log_count");
}
