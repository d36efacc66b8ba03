namespace Kiln.Vmm.Logging;

/// <summary>The names of log levels.</summary>
internal static class LogLevels
{
    /// <summary>The level that is used unless another is configured.</summary>
    internal const LogLevel Default = LogLevel.Info;

    /// <summary>Returns the level with a name.</summary>
    /// <param name="name"><c>Off</c>, <c>Error</c>, <c>Warning</c> or <c>Warn</c>, <c>Info</c>, <c>Debug</c>, <c>Trace</c>, in any case.</param>
    /// <returns>Null when no level has this name.</returns>
    internal static LogLevel? Named(string name)
    {
        for (LogLevel level = LogLevel.Off; level <= LogLevel.Trace; level++)
        {
            if (IsSame(name, WordOf(level)) || IsSame(name, TagOf(level)))
            {
                return level;
            }
        }
        return null;
    }

    /// <summary>Returns the name in lines of text.</summary>
    internal static ReadOnlySpan<byte> TagOf(LogLevel level) => level switch
    {
        LogLevel.Error => "ERROR"u8,
        LogLevel.Warning => "WARN"u8,
        LogLevel.Info => "INFO"u8,
        LogLevel.Debug => "DEBUG"u8,
        LogLevel.Trace => "TRACE"u8,
        _ => "OFF"u8,
    };

    /// <summary>Returns the name in lines of JSON, which is the same as in the jailer's log.</summary>
    internal static ReadOnlySpan<byte> WordOf(LogLevel level) => level switch
    {
        LogLevel.Error => "error"u8,
        LogLevel.Warning => "warning"u8,
        LogLevel.Info => "info"u8,
        LogLevel.Debug => "debug"u8,
        LogLevel.Trace => "trace"u8,
        _ => "off"u8,
    };

    private static bool IsSame(string name, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(word, name);
}
