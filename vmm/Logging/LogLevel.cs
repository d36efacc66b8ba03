namespace Kiln.Vmm.Logging;

/// <summary>How much a line matters; a level lets through those that matter as much or more.</summary>
internal enum LogLevel
{
    /// <summary>Lets nothing through; no line has it.</summary>
    Off,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>Something is not as it should be.</summary>
    Warning,

    /// <summary>What the monitor does.</summary>
    Info,

    /// <summary>How it does it.</summary>
    Debug,

    /// <summary>Everything.</summary>
    Trace,
}
