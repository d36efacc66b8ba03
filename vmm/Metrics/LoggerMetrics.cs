namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of the log and of the metrics themselves.</summary>
internal sealed class LoggerMetrics(MetricGroup group)
{
    /// <summary>Metrics lines that were not written, or only in part.</summary>
    internal Counter MissedMetrics { get; } = group.Find<Counter>("missed_metrics_count"u8);

    /// <summary>Log lines that were not written, or only in part.</summary>
    internal Counter MissedLines { get; } = group.Find<Counter>("missed_log_count"u8);

    /// <summary>Log lines that a rate limit suppressed.</summary>
    internal Counter RateLimited { get; } = group.Find<Counter>("rate_limited_log_count"u8);
}
