namespace Kiln.Vmm.Metrics;

/// <summary>Microseconds that the last action of a kind took: for the client that asked for it, and for the machine alone.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class ActionLatencyMetrics(MetricGroup group)
{
    /// <summary>Pausing, until the answer.</summary>
    internal Gauge Pause { get; } = group.Find<Gauge>("pause_vm");

    /// <summary>Resuming, until the answer.</summary>
    internal Gauge Resume { get; } = group.Find<Gauge>("resume_vm");

    /// <summary>Pausing, in the vmm thread.</summary>
    internal Gauge VmmPause { get; } = group.Find<Gauge>("vmm_pause_vm");

    /// <summary>Resuming, in the vmm thread.</summary>
    internal Gauge VmmResume { get; } = group.Find<Gauge>("vmm_resume_vm");
}
