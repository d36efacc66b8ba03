namespace Kiln.Vmm.Metrics;

/// <summary>A configuration of the metrics: the body of <c>PUT /metrics</c>, or a command line option.</summary>
/// <param name="MetricsPath">A file or a named pipe.</param>
/// <param name="EmitId">Whether lines contain the microVM's id.</param>
/// <param name="Properties">Properties to add to each line, in order; or null.</param>
internal sealed record MetricsConfiguration(string MetricsPath, bool EmitId = false, IReadOnlyList<KeyValuePair<string, string>>? Properties = null)
{
    /// <summary>
    /// The maximum number of properties. They become labels of every sample, of which monitoring systems want a handful, and are searched linearly.
    /// </summary>
    internal const int MostProperties = 64;
}
