using System.Globalization;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Logging;

/// <summary>For a file that people read: time, microVM, level, step.</summary>
internal sealed class TextFormat : ILogFormat
{
    /// <inheritdoc/>
    public string Format(LogEntry entry, DateTime time)
    {
        string step = entry.Step is null ? "" : $"{entry.Step}: ";
        return $"{time.ToString("O", CultureInfo.InvariantCulture)} [{Excerpt.Of(entry.Id)}] {entry.Level.ToString().ToLowerInvariant()}: {step}{Excerpt.OfMessage(entry.Message)}";
    }
}
