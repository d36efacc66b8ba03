namespace Kiln.Jailer.Logging;

/// <summary>How a line of the log is written.</summary>
internal interface ILogFormat
{
    /// <summary>The formatted line, without its line end.</summary>
    string Format(LogEntry entry, DateTime time);
}
