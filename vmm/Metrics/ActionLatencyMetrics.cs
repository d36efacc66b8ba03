namespace Kiln.Vmm.Metrics;

/// <summary>The duration of the last action of each kind in microseconds: until the client's answer, and in the vmm thread alone.</summary>
internal sealed class ActionLatencyMetrics(MetricGroup group)
{
    /// <summary>The duration of creating a snapshot, until the answer.</summary>
    internal Gauge Create { get; } = group.Find<Gauge>("full_create_snapshot"u8);

    /// <summary>The duration of loading a snapshot, until the answer.</summary>
    internal Gauge Load { get; } = group.Find<Gauge>("load_snapshot"u8);

    /// <summary>The duration of a pause, until the answer.</summary>
    internal Gauge Pause { get; } = group.Find<Gauge>("pause_vm"u8);

    /// <summary>The duration of a resume, until the answer.</summary>
    internal Gauge Resume { get; } = group.Find<Gauge>("resume_vm"u8);

    /// <summary>The duration of creating a snapshot in the vmm thread.</summary>
    internal Gauge VmmCreate { get; } = group.Find<Gauge>("vmm_full_create_snapshot"u8);

    /// <summary>The duration of loading a snapshot in the vmm thread.</summary>
    internal Gauge VmmLoad { get; } = group.Find<Gauge>("vmm_load_snapshot"u8);

    /// <summary>The duration of a pause in the vmm thread.</summary>
    internal Gauge VmmPause { get; } = group.Find<Gauge>("vmm_pause_vm"u8);

    /// <summary>The duration of a resume in the vmm thread.</summary>
    internal Gauge VmmResume { get; } = group.Find<Gauge>("vmm_resume_vm"u8);
}
