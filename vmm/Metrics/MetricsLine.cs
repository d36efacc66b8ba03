using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>A line of metrics: one JSON object, with what was counted since the line before. Belongs to one thread.</summary>
internal sealed class MetricsLine
{
    // As long as a line with its names and some digits; more properties or larger numbers make it longer, once.
    private const int ExpectedLength = 12 * 1024;

    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerMicrosecond = 1000;

    private readonly VmmMetrics _metrics;
    private readonly IClock _clock;
    private readonly string? _id;
    private readonly IReadOnlyList<KeyValuePair<string, string>>? _properties;
    private readonly GrowingText _text = new(ExpectedLength);
    private readonly GrowingText.Fill _fill;

    /// <summary>Describes lines.</summary>
    /// <param name="metrics">What they tell.</param>
    /// <param name="clock">When.</param>
    /// <param name="id">The microVM's name, or null to leave it out.</param>
    /// <param name="properties">What they say besides, or null.</param>
    internal MetricsLine(VmmMetrics metrics, IClock clock, string? id, IReadOnlyList<KeyValuePair<string, string>>? properties)
    {
        _metrics = metrics;
        _clock = clock;
        _id = id;
        _properties = properties;
        _fill = Fill;
    }

    /// <summary>Puts the next line together. Until <see cref="Commit"/> the one after it tells the same again.</summary>
    /// <returns>The line with its end, until the next is put together.</returns>
    internal ReadOnlyMemory<byte> Next() => _text.Write(_fill);

    /// <summary>The line is out: the next one tells what comes from now on.</summary>
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
        line.AppendNumber(_clock.Wall / NanosecondsPerMillisecond);
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
            line.Append((byte)',');
            AppendGroup(ref line, group);
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
        // A drive's has its id, which may have any character.
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
                line.AppendNumber(tally.Minimum / NanosecondsPerMicrosecond);
                line.Append(",\"max_us\":"u8);
                line.AppendNumber(tally.Maximum / NanosecondsPerMicrosecond);
                line.Append(",\"sum_us\":"u8);
                line.AppendNumber(latency.Told.Take(tally.Sum / NanosecondsPerMicrosecond));
                line.Append((byte)'}');
                break;
            default:
                throw new InvalidOperationException($"{metric.Name.ToString()} is of a kind that no line has");
        }
    }

    private static void AppendName(ref Utf8Writer line, ReadOnlySpan<char> name)
    {
        line.Append((byte)'"');
        line.AppendName(name);
        line.Append("\":"u8);
    }

    private static void AppendString(ref Utf8Writer line, string text)
    {
        line.Append((byte)'"');
        TextEscape.AppendToJson(ref line, text);
        line.Append((byte)'"');
    }
}
