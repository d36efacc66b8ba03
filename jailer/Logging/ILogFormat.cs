namespace Kiln.Jailer.Logging;

/// <summary>How a line of the log is written.</summary>
internal interface ILogFormat
{
    /// <summary>The line, without its end.</summary>
    /// <param name="entry">What it says.</param>
    /// <param name="time">When.</param>
    string Format(LogEntry entry, DateTime time);
}
