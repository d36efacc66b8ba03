namespace Kiln.Vmm.Metrics;

/// <summary>What a user says about metrics: the body of <c>PUT /metrics</c>, or the command line's option.</summary>
/// <param name="MetricsPath">A file or a named pipe.</param>
/// <param name="EmitId">Whether lines have the microVM's name.</param>
/// <param name="Properties">What lines say besides, in order; null leaves it out.</param>
internal sealed record MetricsConfiguration(string MetricsPath, bool EmitId = false, IReadOnlyList<KeyValuePair<string, string>>? Properties = null)
{
    /// <summary>The most properties: labels of every sample, of which a monitoring system wants a handful. They are compared one with the other.</summary>
    internal const int MostProperties = 64;
}
