namespace Kiln.Vmm.Logging;

/// <summary>The level of a line. A configured level admits lines of the same or a more severe level.</summary>
internal enum LogLevel
{
    /// <summary>Admits no lines; no line has this level.</summary>
    Off,

    /// <summary>A failure.</summary>
    Error,

    /// <summary>An unusual condition.</summary>
    Warning,

    Info,

    /// <summary>Details for debugging.</summary>
    Debug,

    /// <summary>Details for tracing.</summary>
    Trace,
}
