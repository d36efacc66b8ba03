using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>A gauge: a value that is set, from any thread, and stays until it is set again.</summary>
/// <param name="name">Its name in its group.</param>
internal sealed class Gauge(ReadOnlyMemory<char> name) : Metric(name)
{
    private long _value;

    /// <summary>The value.</summary>
    internal long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
