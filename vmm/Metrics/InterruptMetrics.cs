namespace Kiln.Vmm.Metrics;

/// <summary>Interrupts of virtio devices.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class InterruptMetrics(MetricGroup group)
{
    /// <summary>For chains that were given back.</summary>
    internal Counter Triggers { get; } = group.Find<Counter>("triggers");

    /// <summary>For configurations that changed, and devices that need a reset.</summary>
    internal Counter ConfigurationUpdates { get; } = group.Find<Counter>("config_updates");
}
