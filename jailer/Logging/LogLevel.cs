namespace Kiln.Jailer.Logging;

/// <summary>Severity of a log entry; each level includes those before it.</summary>
internal enum LogLevel
{
    /// <summary>The jail could not be built.</summary>
    Error,

    /// <summary>The jail is weaker than it could be.</summary>
    Warning,

    /// <summary>A step of the plan.</summary>
    Info,
}
