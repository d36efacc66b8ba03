namespace Kiln.Vmm.Metrics;

/// <summary>PUT requests by path.</summary>
internal sealed class PutRequestMetrics(MetricGroup group)
{
    internal RequestCounters Actions { get; } = new(group, "actions"u8);

    internal RequestCounters BootSource { get; } = new(group, "boot_source"u8);

    internal RequestCounters Drive { get; } = new(group, "drive"u8);

    internal RequestCounters Logger { get; } = new(group, "logger"u8);

    internal RequestCounters MachineConfiguration { get; } = new(group, "machine_cfg"u8);

    internal RequestCounters CpuConfiguration { get; } = new(group, "cpu_cfg"u8);

    internal RequestCounters Metrics { get; } = new(group, "metrics"u8);

    internal RequestCounters Network { get; } = new(group, "network"u8);

    internal RequestCounters Mmds { get; } = new(group, "mmds"u8);

    internal RequestCounters Vsock { get; } = new(group, "vsock"u8);

    internal RequestCounters Pmem { get; } = new(group, "pmem"u8);

    internal RequestCounters Serial { get; } = new(group, "serial"u8);

    internal RequestCounters HotplugMemory { get; } = new(group, "hotplug_memory"u8);
}
