using Kiln.Linux.Errors;

namespace Kiln.Jailer.Logging;

/// <summary>For a person at a terminal: the program's name and what it has to say.</summary>
internal sealed class PlainFormat : ILogFormat
{
    /// <inheritdoc/>
    public string Format(LogEntry entry, DateTime time)
    {
        string message = Excerpt.OfMessage(entry.Message);
        return entry.Level == LogLevel.Warning ? $"jailer: WARNING: {message}" : $"jailer: {message}";
    }
}
