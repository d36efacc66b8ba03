namespace Kiln.Vmm.Metrics;

/// <summary>Requests of one kind.</summary>
/// <param name="group">The group of the table.</param>
/// <param name="name">The kind's name, to which the two counters' names add.</param>
internal sealed class RequestCounters(MetricGroup group, string name)
{
    /// <summary>All of them.</summary>
    internal Counter Count { get; } = group.Find<Counter>($"{name}_count");

    /// <summary>Those that could not be read; what the machine refuses is none.</summary>
    internal Counter Fails { get; } = group.Find<Counter>($"{name}_fails");
}
