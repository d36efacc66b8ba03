namespace Kiln.Vmm.Metrics;

/// <summary>A metric with its value.</summary>
/// <param name="name">The name within the group.</param>
internal abstract class Metric(MetricNames name)
{
    /// <summary>The name within the group.</summary>
    internal ReadOnlySpan<byte> Name => name.Bytes;
}
