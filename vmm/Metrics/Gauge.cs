using System.Threading;

namespace Kiln.Vmm.Metrics;

/// <summary>A gauge: a value that stays until it is set again. Thread-safe.</summary>
/// <param name="name">The name within the group.</param>
internal sealed class Gauge(MetricNames name) : Metric(name)
{
    private long _value;

    internal long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
