namespace Kiln.Vmm.Metrics;

/// <summary>A group of metrics, as it is defined.</summary>
/// <param name="Name">Its name in a line of metrics.</param>
/// <param name="Counters">The names of its counters, with a space between two: what is told is how much was added since the line before.</param>
/// <param name="Gauges">The names of what is set in it, and stays.</param>
/// <param name="Latencies">The names of its latencies: the shortest, the longest, and a counter of all together, in microseconds.</param>
internal sealed record GroupDefinition(string Name, string Counters = "", string Gauges = "", string Latencies = "")
{
    /// <summary>The group's metrics, each with value zero.</summary>
    internal Metric[] Create()
    {
        List<Metric> metrics = [];
        for (ReadOnlyMemory<char> rest = Counters.AsMemory(); !rest.IsEmpty;)
        {
            metrics.Add(new Counter(TakeName(ref rest)));
        }
        for (ReadOnlyMemory<char> rest = Gauges.AsMemory(); !rest.IsEmpty;)
        {
            metrics.Add(new Gauge(TakeName(ref rest)));
        }
        for (ReadOnlyMemory<char> rest = Latencies.AsMemory(); !rest.IsEmpty;)
        {
            metrics.Add(new Latency(TakeName(ref rest)));
        }
        return [.. metrics];
    }

    private static ReadOnlyMemory<char> TakeName(ref ReadOnlyMemory<char> rest)
    {
        int length = rest.Span.IndexOf(' ');
        ReadOnlyMemory<char> name = length < 0 ? rest : rest[..length];
        rest = length < 0 ? default : rest[(length + 1)..];
        return name;
    }
}
