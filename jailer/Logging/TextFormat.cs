using System.Globalization;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Logging;

/// <summary>For people who read the log file: time, microVM, level, step and message.</summary>
internal sealed class TextFormat : ILogFormat
{
    /// <inheritdoc/>
    public string Format(LogEntry entry, DateTime time)
    {
        string step = entry.Step is null ? "" : $"{entry.Step}: ";
        return $"{time.ToString("O", CultureInfo.InvariantCulture)} [{Excerpt.Of(entry.Id)}] {entry.Level.ToString().ToLowerInvariant()}: {step}{Excerpt.OfMessage(entry.Message)}";
    }
}
