namespace Kiln.Vmm.Metrics;

/// <summary>GET requests by what they ask for.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class GetRequestMetrics(MetricGroup group)
{
    /// <summary><c>/</c>.</summary>
    internal Counter InstanceInfo { get; } = group.Find<Counter>("instance_info_count");

    /// <summary><c>/machine-config</c>.</summary>
    internal Counter MachineConfiguration { get; } = group.Find<Counter>("machine_cfg_count");

    /// <summary><c>/mmds</c>.</summary>
    internal Counter Mmds { get; } = group.Find<Counter>("mmds_count");

    /// <summary><c>/version</c>.</summary>
    internal Counter Version { get; } = group.Find<Counter>("vmm_version_count");

    /// <summary><c>/hotplug/memory</c>.</summary>
    internal Counter HotplugMemory { get; } = group.Find<Counter>("hotplug_memory_count");
}
