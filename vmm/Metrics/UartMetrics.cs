namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of the serial port and its console.</summary>
internal sealed class UartMetrics(MetricGroup group)
{
    /// <summary>Bytes read by the guest.</summary>
    internal Counter Reads { get; } = group.Find<Counter>("read_count"u8);

    /// <summary>Bytes transmitted by the guest.</summary>
    internal Counter Writes { get; } = group.Find<Counter>("write_count"u8);

    /// <summary>Reads with an invalid width.</summary>
    internal Counter MissedReads { get; } = group.Find<Counter>("missed_read_count"u8);

    /// <summary>Writes with an invalid width, and looped-back bytes that did not fit the receive FIFO.</summary>
    internal Counter MissedWrites { get; } = group.Find<Counter>("missed_write_count"u8);

    /// <summary>Writes by the console to its output that succeeded.</summary>
    internal Counter Flushes { get; } = group.Find<Counter>("flush_count"u8);

    /// <summary>Writes by the console to its output that failed.</summary>
    internal Counter Errors { get; } = group.Find<Counter>("error_count"u8);

    /// <summary>Bytes dropped by the rate limiter.</summary>
    internal Counter DroppedBytes { get; } = group.Find<Counter>("rate_limiter_dropped_bytes"u8);
}
