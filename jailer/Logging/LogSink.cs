using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Logging;

/// <summary>A destination of the log.</summary>
/// <param name="Level">The least severe level that is written here.</param>
internal sealed record LogSink(Descriptor Descriptor, ILogFormat Format, LogLevel Level)
{
    /// <summary>Writes the entry unless its level is filtered out.</summary>
    internal void Write(LogEntry entry)
    {
        if (entry.Level <= Level)
        {
            Output.Write(Descriptor, Format.Format(entry, DateTime.UtcNow) + "\n");
        }
    }
}
