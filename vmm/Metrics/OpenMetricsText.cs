using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// Formats all metrics as OpenMetrics 1.0 text (application/openmetrics-text). Counters have their total value, whatever lines have reported. Devices of a
/// kind have the same metrics with a label each, and no sums: their reader adds. Thread-safe.
/// </summary>
internal sealed class OpenMetricsText
{
    internal const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly VmmMetrics _metrics;
    private LabelSet _labels;

    /// <param name="labels">The labels of every sample.</param>
    internal OpenMetricsText(VmmMetrics metrics, LabelSet labels)
    {
        _metrics = metrics;
        _labels = labels;
        Text = Fill;
    }

    /// <summary>The labels of every sample.</summary>
    internal LabelSet Labels
    {
        set => System.Threading.Volatile.Write(ref _labels, value);
    }

    /// <summary>Writes the text: about 240 samples, and 25 for each drive and interface, of about 200 bytes each with type, help and labels.</summary>
    internal GrowingText.Fill Text { get; }

    private void Fill(ref Utf8Writer text)
    {
        ReadOnlySpan<byte> labels = System.Threading.Volatile.Read(ref _labels).Text.Span;
        MetricGroup[] groups = _metrics.Groups;
        foreach (MetricGroup group in groups)
        {
            if (group.Definition is { IsAbsent: false, Kind: null })
            {
                new MetricFamilies(group, groups, labels).Append(ref text);
            }
        }
        text.Append("# EOF\n"u8);
    }
}
