namespace Kiln.Vmm.Metrics;

/// <summary>A metric of the table, with its value.</summary>
/// <param name="name">Its name in its group.</param>
internal abstract class Metric(ReadOnlyMemory<char> name)
{
    /// <summary>Its name in its group: a part of the table's own text.</summary>
    internal ReadOnlySpan<char> Name => name.Span;
}
