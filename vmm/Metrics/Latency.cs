namespace Kiln.Vmm.Metrics;

/// <summary>How long something took, in all that was measured of it.</summary>
/// <param name="name">Its name in its group.</param>
internal sealed class Latency(ReadOnlyMemory<char> name) : Metric(name)
{
    /// <summary>What the lines of metrics have told of the sum.</summary>
    internal Told Told;

    private Func<LatencyTally>? _parts;

    /// <summary>What was measured since the process started.</summary>
    internal LatencyTally Value => _parts?.Invoke() ?? default;

    /// <summary>Takes what others measure by themselves. Before any of them does.</summary>
    /// <param name="parts">Tells it all together; from any thread.</param>
    internal void Include(Func<LatencyTally> parts) => _parts = parts;
}
