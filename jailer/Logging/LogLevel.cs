namespace Kiln.Jailer.Logging;

/// <summary>How much it matters; each level includes those before it.</summary>
internal enum LogLevel
{
    /// <summary>The jail could not be built.</summary>
    Error,

    /// <summary>It is weaker than it could be.</summary>
    Warning,

    /// <summary>A step is taken.</summary>
    Info,
}
