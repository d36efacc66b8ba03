using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>A value that is set, from any thread, and stays.</summary>
/// <param name="name">Its name in its group.</param>
internal sealed class Store(ReadOnlyMemory<char> name) : Metric(name)
{
    private long _value;

    /// <summary>The value.</summary>
    internal long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
