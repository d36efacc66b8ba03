namespace Kiln.Vmm.Metrics;

/// <summary>Microseconds that the last action of a kind took: for the client that asked for it, and for the machine alone.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class ActionLatencyMetrics(MetricGroup group)
{
    /// <summary>Pausing, until the answer.</summary>
    internal Store Pause { get; } = group.Find<Store>("pause_vm");

    /// <summary>Resuming, until the answer.</summary>
    internal Store Resume { get; } = group.Find<Store>("resume_vm");

    /// <summary>Pausing, in the vmm thread.</summary>
    internal Store VmmPause { get; } = group.Find<Store>("vmm_pause_vm");

    /// <summary>Resuming, in the vmm thread.</summary>
    internal Store VmmResume { get; } = group.Find<Store>("vmm_resume_vm");
}
