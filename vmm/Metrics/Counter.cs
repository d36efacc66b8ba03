using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>A counter, which never decreases. Thread-safe.</summary>
/// <param name="name">The name within the group.</param>
internal sealed class Counter(MetricNames name) : Metric(name)
{
    /// <summary>How much of the value the metrics lines have reported.</summary>
    internal Told Told;

    private Func<long>? _parts;
    private long _value;

    /// <summary>The count since the process started.</summary>
    internal long Value => Volatile.Read(ref _value) + (_parts?.Invoke() ?? 0);

    internal void Increment() => Interlocked.Increment(ref _value);

    internal void Add(long count) => Interlocked.Add(ref _value, count);

    /// <summary>Adds counts that are kept elsewhere. Call before any of them counts.</summary>
    /// <param name="parts">Returns their sum, which never decreases. Thread-safe.</param>
    internal void Include(Func<long> parts) => _parts = parts;
}
