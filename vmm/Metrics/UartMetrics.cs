namespace Kiln.Vmm.Metrics;

/// <summary>The serial port and its console.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class UartMetrics(MetricGroup group)
{
    /// <summary>Bytes that the guest took.</summary>
    internal Counter Reads { get; } = group.Find<Counter>("read_count");

    /// <summary>Bytes that the guest sent.</summary>
    internal Counter Writes { get; } = group.Find<Counter>("write_count");

    /// <summary>Reads of a width that the port does not know.</summary>
    internal Counter MissedReads { get; } = group.Find<Counter>("missed_read_count");

    /// <summary>Writes of a width that the port does not know, and bytes that found no room.</summary>
    internal Counter MissedWrites { get; } = group.Find<Counter>("missed_write_count");

    /// <summary>Writes of the console that took bytes.</summary>
    internal Counter Flushes { get; } = group.Find<Counter>("flush_count");

    /// <summary>Writes of the console that failed.</summary>
    internal Counter Errors { get; } = group.Find<Counter>("error_count");

    /// <summary>Bytes that the rate limit kept from the console.</summary>
    internal Counter DroppedBytes { get; } = group.Find<Counter>("rate_limiter_dropped_bytes");
}
