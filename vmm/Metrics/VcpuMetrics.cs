namespace Kiln.Vmm.Metrics;

/// <summary>Processors.</summary>
internal sealed class VcpuMetrics
{
    private const int MaximumProcessors = 32;

    private readonly VcpuExits?[] _exits = new VcpuExits?[MaximumProcessors];

    /// <summary>Takes the group.</summary>
    /// <param name="group">The group of the table.</param>
    internal VcpuMetrics(MetricGroup group)
    {
        Failures = group.Find<Counter>("failures");
        ClockFailures = group.Find<Counter>("kvmclock_ctrl_fails");
        Connect(group, "exit_io_in", exits => ref exits.PortReads);
        Connect(group, "exit_io_out", exits => ref exits.PortWrites);
        Connect(group, "exit_mmio_read", exits => ref exits.MemoryReads);
        Connect(group, "exit_mmio_write", exits => ref exits.MemoryWrites);
    }

    private delegate ref LatencyTally Part(VcpuExits exits);

    /// <summary>Processors that could not go on.</summary>
    internal Counter Failures { get; }

    /// <summary>Pauses that a guest's clock could not be told of.</summary>
    internal Counter ClockFailures { get; }

    /// <summary>What a processor's thread counts; the same each time. From one thread at a time.</summary>
    /// <param name="index">The processor, 0 to 31.</param>
    internal VcpuExits ExitsOf(int index) => _exits[index] ??= new VcpuExits();

    private void Connect(MetricGroup group, string name, Part part)
    {
        group.Find<Counter>(name).Include(() => Sum(part).Count);
        group.Find<Latency>($"{name}_agg").Include(() => Sum(part));
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
