namespace Kiln.Vmm.Metrics;

/// <summary>GET requests by path.</summary>
internal sealed class GetRequestMetrics(MetricGroup group)
{
    internal Counter InstanceInfo { get; } = group.Find<Counter>("instance_info_count"u8);

    internal Counter MachineConfiguration { get; } = group.Find<Counter>("machine_cfg_count"u8);

    internal Counter Mmds { get; } = group.Find<Counter>("mmds_count"u8);

    internal Counter Version { get; } = group.Find<Counter>("vmm_version_count"u8);

    internal Counter HotplugMemory { get; } = group.Find<Counter>("hotplug_memory_count"u8);
}
