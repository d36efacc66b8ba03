using System.Text;
using Kiln.Linux.Abi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>Composes metrics lines: one JSON object each, with the counts since the previous line. Not thread-safe.</summary>
internal sealed class MetricsLine
{
    // Fits a line with small numbers; properties or larger numbers make the buffer grow once.
    private const int ExpectedLength = 12 * 1024;

    private readonly VmmMetrics _metrics;
    private readonly IClock _clock;
    private readonly string? _id;
    private readonly IReadOnlyList<KeyValuePair<string, string>>? _properties;
    private readonly GrowingText _text = new(ExpectedLength);
    private readonly GrowingText.Fill _fill;

    /// <param name="id">The microVM's id, or null to leave it out.</param>
    /// <param name="properties">Properties to add to each line, or null.</param>
    internal MetricsLine(VmmMetrics metrics, IClock clock, string? id, IReadOnlyList<KeyValuePair<string, string>>? properties)
    {
        _metrics = metrics;
        _clock = clock;
        _id = id;
        _properties = properties;
        _fill = Fill;
    }

    /// <summary>Composes the next line. Without <see cref="Commit"/> the line after it reports the same counts again.</summary>
    /// <returns>The line with its line feed; valid until the next call.</returns>
    internal ReadOnlyMemory<byte> Next() => _text.Write(_fill);

    /// <summary>Marks the line as written, so that the next one reports the counts after it.</summary>
    internal void Commit()
    {
        foreach (MetricGroup group in _metrics.Groups)
        {
            foreach (Metric metric in group.Metrics)
            {
                if (metric is Counter counter)
                {
                    counter.Told.Commit();
                }
                else if (metric is Latency latency)
                {
                    latency.Told.Commit();
                }
            }
        }
    }

    private void Fill(ref Utf8Writer line)
    {
        line.Append("{\"utc_timestamp_ms\":"u8);
        line.AppendNumber(_clock.Wall / NanosecondsPer.Millisecond);
        if (_id is not null)
        {
            line.Append(",\"id\":"u8);
            AppendString(ref line, _id);
        }
        if (_properties is not null)
        {
            AppendProperties(ref line, _properties);
        }
        foreach (MetricGroup group in _metrics.Groups)
        {
            if (!group.IsOwn)
            {
                line.Append((byte)',');
                AppendGroup(ref line, group);
            }
        }
        line.Append("}\n"u8);
    }

    private static void AppendProperties(ref Utf8Writer line, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        line.Append(",\"properties\":{"u8);
        for (int index = 0; index < properties.Count; index++)
        {
            line.Append(index == 0 ? default : ","u8);
            AppendString(ref line, properties[index].Key);
            line.Append((byte)':');
            AppendString(ref line, properties[index].Value);
        }
        line.Append((byte)'}');
    }

    private static void AppendGroup(ref Utf8Writer line, MetricGroup group)
    {
        // The name of a drive's group contains its id, which may have any characters.
        AppendString(ref line, group.Name);
        line.Append(":{"u8);
        for (int index = 0; index < group.Metrics.Length; index++)
        {
            line.Append(index == 0 ? default : ","u8);
            AppendName(ref line, group.Metrics[index].Name);
            AppendValue(ref line, group.Metrics[index]);
        }
        line.Append((byte)'}');
    }

    private static void AppendValue(ref Utf8Writer line, Metric metric)
    {
        switch (metric)
        {
            case Counter counter:
                line.AppendNumber(counter.Told.Take(counter.Value));
                break;
            case Gauge gauge:
                line.AppendNumber(gauge.Value);
                break;
            case Latency latency:
                LatencyTally tally = latency.Value;
                line.Append("{\"min_us\":"u8);
                line.AppendNumber(tally.Minimum / NanosecondsPer.Microsecond);
                line.Append(",\"max_us\":"u8);
                line.AppendNumber(tally.Maximum / NanosecondsPer.Microsecond);
                line.Append(",\"sum_us\":"u8);
                line.AppendNumber(latency.Told.Take(tally.Sum / NanosecondsPer.Microsecond));
                line.Append((byte)'}');
                break;
            default:
                throw new InvalidOperationException($"{Encoding.ASCII.GetString(metric.Name)} is of a kind that no line has");
        }
    }

    private static void AppendName(ref Utf8Writer line, ReadOnlySpan<byte> name)
    {
        line.Append((byte)'"');
        line.Append(name);
        line.Append("\":"u8);
    }

    private static void AppendString(ref Utf8Writer line, string text)
    {
        line.Append((byte)'"');
        TextEscape.AppendToJson(ref line, text);
        line.Append((byte)'"');
    }
}
