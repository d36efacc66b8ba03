namespace Kiln.Vmm.Metrics;

/// <summary>How much of a counter the lines of metrics have told. It belongs to the thread that writes them.</summary>
internal struct Told
{
    private long _written;
    private long _next;

    /// <summary>What the next line tells; until <see cref="Commit"/> the one after it would tell the same again.</summary>
    /// <param name="value">The counter's value.</param>
    internal long Take(long value)
    {
        _next = value;
        return value - _written;
    }

    /// <summary>The line is out.</summary>
    internal void Commit() => _written = _next;
}
