namespace Kiln.Vmm.Metrics;

/// <summary>How much of a counter the metrics lines have reported. Used only by the thread that writes them.</summary>
internal struct Told
{
    private long _written;
    private long _next;

    /// <summary>Returns what the next line has to report. Without <see cref="Commit"/> the line after it reports the same again.</summary>
    internal long Take(long value)
    {
        _next = value;
        return value - _written;
    }

    /// <summary>Marks the value as reported.</summary>
    internal void Commit() => _written = _next;
}
