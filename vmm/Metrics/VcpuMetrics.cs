namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of all vCPUs.</summary>
internal sealed class VcpuMetrics
{
    private const int MaximumProcessors = 32;

    private readonly VcpuExits?[] _exits = new VcpuExits?[MaximumProcessors];

    internal VcpuMetrics(MetricGroup group)
    {
        Failures = group.Find<Counter>("failures"u8);
        ClockFailures = group.Find<Counter>("kvmclock_ctrl_fails"u8);
        TimeStampFailures = group.Find<Counter>("tsc_restore_fails"u8);
        Connect(group, "exit_io_in"u8, exits => ref exits.PortReads);
        Connect(group, "exit_io_out"u8, exits => ref exits.PortWrites);
        Connect(group, "exit_mmio_read"u8, exits => ref exits.MemoryReads);
        Connect(group, "exit_mmio_write"u8, exits => ref exits.MemoryWrites);
    }

    private delegate ref LatencyTally Part(VcpuExits exits);

    /// <summary>vCPUs that failed and cannot continue.</summary>
    internal Counter Failures { get; }

    /// <summary>Failures to tell a guest's clock of a pause (KVM_KVMCLOCK_CTRL).</summary>
    internal Counter ClockFailures { get; }

    /// <summary>Machines that were loaded and whose time stamp counters KVM did not set.</summary>
    internal Counter TimeStampFailures { get; }

    /// <summary>Returns the exits of a vCPU, creating them on first use. Not thread-safe.</summary>
    /// <param name="index">The number of the vCPU, 0 to 31.</param>
    internal VcpuExits ExitsOf(int index) => _exits[index] ??= new VcpuExits();

    private void Connect(MetricGroup group, ReadOnlySpan<byte> name, Part part)
    {
        group.Find<Counter>(name).Include(() => Sum(part).Count);
        group.Find<Latency>(name, "_agg"u8).Include(() => Sum(part));
    }

    private LatencyTally Sum(Part part)
    {
        LatencyTally sum = default;
        foreach (VcpuExits? exits in _exits)
        {
            if (exits is not null)
            {
                sum.Include(ref part(exits));
            }
        }
        return sum;
    }
}
