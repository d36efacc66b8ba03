namespace Kiln.Vmm.Metrics;

/// <summary>PATCH requests by what they change.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class PatchRequestMetrics(MetricGroup group)
{
    /// <summary><c>/drives</c>.</summary>
    internal RequestCounters Drive { get; } = new(group, "drive");

    /// <summary><c>/network-interfaces</c>.</summary>
    internal RequestCounters Network { get; } = new(group, "network");

    /// <summary><c>/machine-config</c>.</summary>
    internal RequestCounters MachineConfiguration { get; } = new(group, "machine_cfg");

    /// <summary><c>/mmds</c>.</summary>
    internal RequestCounters Mmds { get; } = new(group, "mmds");

    /// <summary><c>/hotplug/memory</c>.</summary>
    internal RequestCounters HotplugMemory { get; } = new(group, "hotplug_memory");

    /// <summary><c>/pmem</c>.</summary>
    internal RequestCounters Pmem { get; } = new(group, "pmem");
}
