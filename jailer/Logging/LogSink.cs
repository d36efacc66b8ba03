using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Logging;

/// <summary>One of the places that the log goes to.</summary>
/// <param name="Descriptor">The place.</param>
/// <param name="Format">How lines are written there.</param>
/// <param name="Level">The least that is written there.</param>
internal sealed record LogSink(Descriptor Descriptor, ILogFormat Format, LogLevel Level)
{
    /// <summary>Writes a line, unless it does not matter enough.</summary>
    /// <param name="entry">The line.</param>
    internal void Write(LogEntry entry)
    {
        if (entry.Level <= Level)
        {
            Output.Write(Descriptor, Format.Format(entry, DateTime.UtcNow) + "\n");
        }
    }
}
