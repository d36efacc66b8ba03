namespace Kiln.Vmm.Metrics;

/// <summary>The use of deprecated parts of the API.</summary>
internal sealed class DeprecatedApiMetrics(MetricGroup group)
{
    /// <summary>Requests that use a deprecated method or field.</summary>
    internal Counter Calls { get; } = group.Find<Counter>("deprecated_http_api_calls"u8);
}
