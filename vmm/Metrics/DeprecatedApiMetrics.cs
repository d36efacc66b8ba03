namespace Kiln.Vmm.Metrics;

/// <summary>Requests that should be made otherwise.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class DeprecatedApiMetrics(MetricGroup group)
{
    /// <summary>Requests with something that is deprecated.</summary>
    internal Counter Calls { get; } = group.Find<Counter>("deprecated_http_api_calls");
}
