namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of the keyboard controller.</summary>
internal sealed class I8042Metrics(MetricGroup group)
{
    /// <summary>Valid reads by the guest.</summary>
    internal Counter Reads { get; } = group.Find<Counter>("read_count"u8);

    /// <summary>Valid writes by the guest.</summary>
    internal Counter Writes { get; } = group.Find<Counter>("write_count"u8);

    /// <summary>Reads with an invalid width or port.</summary>
    internal Counter MissedReads { get; } = group.Find<Counter>("missed_read_count"u8);

    /// <summary>Writes with an invalid width or port.</summary>
    internal Counter MissedWrites { get; } = group.Find<Counter>("missed_write_count"u8);

    /// <summary>Resets requested by the guest.</summary>
    internal Counter Resets { get; } = group.Find<Counter>("reset_count"u8);
}
