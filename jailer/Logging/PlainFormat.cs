using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Logging;

/// <summary>For a person at a terminal: the program's name and the message.</summary>
internal sealed class PlainFormat : ILogFormat
{
    /// <inheritdoc/>
    public string Format(LogEntry entry, DateTime time) =>
        entry.Level == LogLevel.Warning ? PlainLine.OfWarning(entry.Message) : PlainLine.OfError(entry.Message);
}
