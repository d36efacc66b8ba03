namespace Kiln.Vmm.Metrics;

/// <summary>A group of the table, with its values.</summary>
/// <param name="definition">Its definition.</param>
internal sealed class MetricGroup(GroupDefinition definition)
{
    /// <summary>Its name.</summary>
    internal string Name => definition.Name;

    /// <summary>Its metrics, in their order.</summary>
    internal Metric[] Metrics { get; } = definition.Create();

    /// <summary>A group of the same metrics, all zero.</summary>
    /// <param name="name">Its name.</param>
    internal MetricGroup Another(string name) => new(definition with { Name = name });

    /// <summary>A metric of the group.</summary>
    /// <typeparam name="TMetric">Its kind.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The table has none of that name and kind: an error of this program.</exception>
    internal TMetric Find<TMetric>(string name)
        where TMetric : Metric
    {
        foreach (Metric metric in Metrics)
        {
            if (metric is TMetric found && metric.Name.SequenceEqual(name))
            {
                return found;
            }
        }
        throw new ArgumentException($"group {Name} has no metric {name} of this kind", nameof(name));
    }
}
