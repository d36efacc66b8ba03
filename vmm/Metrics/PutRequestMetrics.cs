namespace Kiln.Vmm.Metrics;

/// <summary>PUT requests by what they set.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class PutRequestMetrics(MetricGroup group)
{
    /// <summary><c>/actions</c>.</summary>
    internal RequestCounters Actions { get; } = new(group, "actions");

    /// <summary><c>/boot-source</c>.</summary>
    internal RequestCounters BootSource { get; } = new(group, "boot_source");

    /// <summary><c>/drives</c>.</summary>
    internal RequestCounters Drive { get; } = new(group, "drive");

    /// <summary><c>/logger</c>.</summary>
    internal RequestCounters Logger { get; } = new(group, "logger");

    /// <summary><c>/machine-config</c>.</summary>
    internal RequestCounters MachineConfiguration { get; } = new(group, "machine_cfg");

    /// <summary><c>/cpu-config</c>.</summary>
    internal RequestCounters CpuConfiguration { get; } = new(group, "cpu_cfg");

    /// <summary><c>/metrics</c>.</summary>
    internal RequestCounters Metrics { get; } = new(group, "metrics");

    /// <summary><c>/network-interfaces</c>.</summary>
    internal RequestCounters Network { get; } = new(group, "network");

    /// <summary><c>/mmds</c>.</summary>
    internal RequestCounters Mmds { get; } = new(group, "mmds");

    /// <summary><c>/vsock</c>.</summary>
    internal RequestCounters Vsock { get; } = new(group, "vsock");

    /// <summary><c>/pmem</c>.</summary>
    internal RequestCounters Pmem { get; } = new(group, "pmem");

    /// <summary><c>/serial</c>.</summary>
    internal RequestCounters Serial { get; } = new(group, "serial");

    /// <summary><c>/hotplug/memory</c>.</summary>
    internal RequestCounters HotplugMemory { get; } = new(group, "hotplug_memory");
}
