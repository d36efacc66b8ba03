using System.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>A group of metrics with their values.</summary>
internal sealed class MetricGroup(GroupDefinition definition)
{
    internal GroupDefinition Definition => definition;

    internal string Name => definition.Name;

    /// <summary>The position in a metrics line.</summary>
    internal int Place => definition.Place;

    /// <inheritdoc cref="GroupDefinition.IsOwn"/>
    internal bool IsOwn => definition.IsOwn;

    /// <summary>The metrics, in the order in which lines have them.</summary>
    internal Metric[] Metrics { get; } = definition.Create();

    /// <summary>Returns a metric of the group.</summary>
    /// <param name="name">The name, or its beginning.</param>
    /// <param name="part">The rest of the name.</param>
    /// <exception cref="ArgumentException">The group has no metric of this name and kind, which is a bug.</exception>
    internal TMetric Find<TMetric>(ReadOnlySpan<byte> name, ReadOnlySpan<byte> part = default)
        where TMetric : Metric
    {
        foreach (Metric metric in Metrics)
        {
            if (metric is TMetric found && metric.Name.Length == name.Length + part.Length && metric.Name.StartsWith(name) && metric.Name.EndsWith(part))
            {
                return found;
            }
        }
        throw new ArgumentException($"group {Name} has no metric {Encoding.ASCII.GetString(name)}{Encoding.ASCII.GetString(part)} of this kind", nameof(name));
    }
}
