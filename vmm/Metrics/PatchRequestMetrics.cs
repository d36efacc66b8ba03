namespace Kiln.Vmm.Metrics;

/// <summary>PATCH requests by path.</summary>
internal sealed class PatchRequestMetrics(MetricGroup group)
{
    internal RequestCounters Drive { get; } = new(group, "drive"u8);

    internal RequestCounters Network { get; } = new(group, "network"u8);

    internal RequestCounters MachineConfiguration { get; } = new(group, "machine_cfg"u8);

    internal RequestCounters Mmds { get; } = new(group, "mmds"u8);

    internal RequestCounters HotplugMemory { get; } = new(group, "hotplug_memory"u8);

    internal RequestCounters Pmem { get; } = new(group, "pmem"u8);
}
