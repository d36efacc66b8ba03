using System.Text;
using Kiln.Linux.Abi;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>The families of one group in OpenMetrics text: each has its type, its unit if its name has one, a line of help, and a sample for each device.</summary>
/// <param name="group">The group; where its devices have a label, the group of their sums.</param>
/// <param name="groups">All groups, those of its devices among them.</param>
/// <param name="labels">The labels of every sample, in braces.</param>
internal readonly ref struct MetricFamilies(MetricGroup group, MetricGroup[] groups, ReadOnlySpan<byte> labels)
{
    private readonly MetricGroup _group = group;
    private readonly MetricGroup[] _groups = groups;
    private readonly ReadOnlySpan<byte> _labels = labels;

    // What a latency is told as.
    private enum Part
    {
        Whole,
        Minimum,
        Maximum,
        Sum,
    }

    internal void Append(ref Utf8Writer text)
    {
        for (int index = 0; HasSample() && index < _group.Metrics.Length; index++)
        {
            if (_group.Metrics[index] is not Latency)
            {
                AppendFamily(ref text, index, Part.Whole);
                continue;
            }
            AppendFamily(ref text, index, Part.Minimum);
            AppendFamily(ref text, index, Part.Maximum);
            AppendFamily(ref text, index, Part.Sum);
        }
    }

    private void AppendFamily(ref Utf8Writer text, int index, Part part)
    {
        Metric metric = _group.Metrics[index];
        bool isCounter = metric is Counter || part == Part.Sum;
        ReadOnlySpan<byte> unit = UnitOf(metric.Name, part);
        text.Append("# TYPE "u8);
        AppendName(ref text, metric, part);
        text.Append(isCounter ? " counter\n"u8 : " gauge\n"u8);
        if (!unit.IsEmpty)
        {
            text.Append("# UNIT "u8);
            AppendName(ref text, metric, part);
            text.Append((byte)' ');
            text.Append(unit);
            text.Append((byte)'\n');
        }
        text.Append("# HELP "u8);
        AppendName(ref text, metric, part);
        AppendHelp(ref text, metric);
        foreach (MetricGroup sample in _groups)
        {
            if (IsSample(sample))
            {
                AppendName(ref text, metric, part);
                text.Append(isCounter ? "_total"u8 : default);
                AppendLabels(ref text, sample);
                text.Append((byte)' ');
                text.AppendNumber(ValueOf(sample.Metrics[index], part));
                text.Append((byte)'\n');
            }
        }
    }

    private bool HasSample()
    {
        foreach (MetricGroup sample in _groups)
        {
            if (IsSample(sample))
            {
                return true;
            }
        }
        return false;
    }

    // A kind of devices has one for each, other groups have themselves.
    private bool IsSample(MetricGroup other) => _group.Definition.DeviceLabel.IsEmpty ? other == _group : other.Definition.Kind == _group.Name;

    // Units of OpenMetrics stand at the end of a name.
    private static ReadOnlySpan<byte> UnitOf(ReadOnlySpan<byte> name, Part part) => part switch
    {
        Part.Whole when name.EndsWith("_bytes"u8) => "bytes"u8,
        Part.Whole when !name.EndsWith("_us"u8) => default,
        _ => "us"u8,
    };

    private static long ValueOf(Metric metric, Part part) => (metric, part) switch
    {
        (Counter counter, _) => counter.Value,
        (Gauge gauge, _) => gauge.Value,
        (Latency latency, Part.Minimum) => latency.Value.Minimum / NanosecondsPer.Microsecond,
        (Latency latency, Part.Maximum) => latency.Value.Maximum / NanosecondsPer.Microsecond,
        (Latency latency, _) => latency.Value.Sum / NanosecondsPer.Microsecond,
        _ => throw new InvalidOperationException($"{Encoding.ASCII.GetString(metric.Name)} is of a kind that OpenMetrics has no type for"),
    };

    private void AppendName(ref Utf8Writer text, Metric metric, Part part)
    {
        text.Append("kiln_"u8);
        text.AppendName(_group.Definition.Name);
        text.Append((byte)'_');
        text.Append(metric.Name);
        text.Append(part switch
        {
            Part.Whole => default,
            Part.Minimum => "_min_us"u8,
            Part.Maximum => "_max_us"u8,
            _ => "_sum_us"u8,
        });
    }

    private void AppendHelp(ref Utf8Writer text, Metric metric)
    {
        text.Append((byte)' ');
        text.Append(_group.Definition.About.Bytes);
        text.Append(": "u8);
        foreach (byte character in metric.Name)
        {
            text.Append(character == '_' ? (byte)' ' : character);
        }
        text.Append((byte)'\n');
    }

    private void AppendLabels(ref Utf8Writer text, MetricGroup sample)
    {
        if (sample.Definition.DeviceId is not { } id)
        {
            text.Append(_labels);
            return;
        }
        text.Append(_labels[..^1]);
        text.Append((byte)',');
        text.Append(_group.Definition.DeviceLabel.Bytes);
        text.Append("=\""u8);
        TextEscape.AppendToLabel(ref text, id);
        text.Append("\"}"u8);
    }
}
