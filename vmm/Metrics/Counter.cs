using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>Counts, from any thread.</summary>
/// <param name="name">Its name in its group.</param>
internal sealed class Counter(ReadOnlyMemory<char> name) : Metric(name)
{
    /// <summary>What the lines of metrics have told of it.</summary>
    internal Told Told;

    private Func<long>? _parts;
    private long _value;

    /// <summary>What was counted since the process started.</summary>
    internal long Value => Volatile.Read(ref _value) + (_parts?.Invoke() ?? 0);

    /// <summary>Counts one.</summary>
    internal void Increment() => Interlocked.Increment(ref _value);

    /// <summary>Counts many.</summary>
    /// <param name="count">How many.</param>
    internal void Add(long count) => Interlocked.Add(ref _value, count);

    /// <summary>Counts also what others count by themselves. Before any of them does.</summary>
    /// <param name="parts">Tells their sum, which never falls; from any thread.</param>
    internal void Include(Func<long> parts) => _parts = parts;
}
