namespace Kiln.Vmm.Metrics;

/// <summary>The interrupts of virtio devices.</summary>
internal sealed class InterruptMetrics(MetricGroup group)
{
    /// <summary>Used buffer notifications.</summary>
    internal Counter Triggers { get; } = group.Find<Counter>("triggers"u8);

    /// <summary>Configuration change notifications, including those for DEVICE_NEEDS_RESET.</summary>
    internal Counter ConfigurationUpdates { get; } = group.Find<Counter>("config_updates"u8);
}
