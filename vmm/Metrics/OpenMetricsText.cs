using System.Text;
using Kiln.Linux.Abi;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// Formats all metrics as OpenMetrics 1.0 text (application/openmetrics-text). Counters have their total value, whatever lines have reported.
/// Thread-safe.
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

    /// <summary>Writes the text: about 330 samples, and 20 per drive, of about 100 bytes each with type and labels.</summary>
    internal GrowingText.Fill Text { get; }

    private void Fill(ref Utf8Writer text)
    {
        ReadOnlySpan<byte> labels = System.Threading.Volatile.Read(ref _labels).Text.Span;
        foreach (MetricGroup group in _metrics.Groups)
        {
            foreach (Metric metric in group.Metrics)
            {
                AppendMetric(ref text, group.Name, metric, labels);
            }
        }
        text.Append("# EOF\n"u8);
    }

    private static void AppendMetric(ref Utf8Writer text, string group, Metric metric, ReadOnlySpan<byte> labels)
    {
        switch (metric)
        {
            case Counter counter:
                AppendCounter(ref text, group, metric, default, counter.Value, labels);
                break;
            case Gauge gauge:
                AppendGauge(ref text, group, metric, default, gauge.Value, labels);
                break;
            case Latency latency:
                LatencyTally tally = latency.Value;
                AppendGauge(ref text, group, metric, "_min_us"u8, tally.Minimum / NanosecondsPer.Microsecond, labels);
                AppendGauge(ref text, group, metric, "_max_us"u8, tally.Maximum / NanosecondsPer.Microsecond, labels);
                AppendCounter(ref text, group, metric, "_sum_us"u8, tally.Sum / NanosecondsPer.Microsecond, labels);
                break;
            default:
                throw new InvalidOperationException($"{Encoding.ASCII.GetString(metric.Name)} is of a kind that OpenMetrics has no type for");
        }
    }

    private static void AppendCounter(
        ref Utf8Writer text, string group, Metric metric, ReadOnlySpan<byte> part, long value, ReadOnlySpan<byte> labels)
    {
        AppendType(ref text, group, metric, part, " counter\n"u8);
        AppendName(ref text, group, metric, part);
        text.Append("_total"u8);
        AppendSample(ref text, labels, value);
    }

    private static void AppendGauge(
        ref Utf8Writer text, string group, Metric metric, ReadOnlySpan<byte> part, long value, ReadOnlySpan<byte> labels)
    {
        AppendType(ref text, group, metric, part, " gauge\n"u8);
        AppendName(ref text, group, metric, part);
        AppendSample(ref text, labels, value);
    }

    private static void AppendType(ref Utf8Writer text, string group, Metric metric, ReadOnlySpan<byte> part, ReadOnlySpan<byte> type)
    {
        text.Append("# TYPE "u8);
        AppendName(ref text, group, metric, part);
        text.Append(type);
    }

    private static void AppendName(ref Utf8Writer text, string group, Metric metric, ReadOnlySpan<byte> part)
    {
        text.Append("kiln_"u8);
        AppendGroup(ref text, group);
        text.Append((byte)'_');
        text.Append(metric.Name);
        text.Append(part);
    }

    // The name of a drive's group contains its id, which may have any characters, while names of metrics are restricted. Other characters are
    // encoded by their code, so that names stay distinct.
    private static void AppendGroup(ref Utf8Writer text, string group)
    {
        const int WidestNumber = 5;
        foreach (char character in group)
        {
            if (char.IsAsciiLetterOrDigit(character) || character == '_')
            {
                text.Append((byte)character);
            }
            else
            {
                text.Append("_u"u8);
                text.AppendDigits(character, WidestNumber);
            }
        }
    }

    private static void AppendSample(ref Utf8Writer text, ReadOnlySpan<byte> labels, long value)
    {
        text.Append(labels);
        text.Append((byte)' ');
        text.AppendNumber(value);
        text.Append((byte)'\n');
    }
}
