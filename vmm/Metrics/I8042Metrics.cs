namespace Kiln.Vmm.Metrics;

/// <summary>The keyboard controller.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class I8042Metrics(MetricGroup group)
{
    /// <summary>Reads that it answered.</summary>
    internal Counter Reads { get; } = group.Find<Counter>("read_count");

    /// <summary>Writes that it took.</summary>
    internal Counter Writes { get; } = group.Find<Counter>("write_count");

    /// <summary>Reads of a width or at a port that it does not know.</summary>
    internal Counter MissedReads { get; } = group.Find<Counter>("missed_read_count");

    /// <summary>Writes of a width or at a port that it does not know.</summary>
    internal Counter MissedWrites { get; } = group.Find<Counter>("missed_write_count");

    /// <summary>Resets that the guest asked for.</summary>
    internal Counter Resets { get; } = group.Find<Counter>("reset_count");
}
