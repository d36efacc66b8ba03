using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Jailer.Logging;

/// <summary>The jailer's log: errors and warnings always go to standard error, every step also to --log-file.</summary>
internal sealed class JailerLog : IDisposable
{
    private readonly string _id;
    private readonly OwnedDescriptor? _file;
    private readonly LogSink[] _sinks;

    private JailerLog(string id, OwnedDescriptor? file, params LogSink[] sinks)
    {
        _id = id;
        _file = file;
        _sinks = sinks;
    }

    /// <summary>The log used before the options are parsed, and by commands that build no jail.</summary>
    internal static JailerLog OnStandardError { get; } = new("", null, StandardError(new PlainFormat(), LogLevel.Warning));

    /// <summary>Opens the log before the first step.</summary>
    /// <exception cref="JailerFailure">The file cannot be opened.</exception>
    internal static JailerLog Open(LogOptions options, string id)
    {
        if (options.File is not { } path)
        {
            return new JailerLog(id, null, StandardError(options.Json ? new JsonFormat() : new PlainFormat(), options.Level ?? LogLevel.Warning));
        }
        OwnedDescriptor file = OpenFile(path);
        LogSink sink = new(file.Descriptor, options.Json ? new JsonFormat() : new TextFormat(), options.Level ?? LogLevel.Info);
        return new JailerLog(id, file, StandardError(new PlainFormat(), LogLevel.Warning), sink);
    }

    /// <summary>Whether an entry of a level is written anywhere.</summary>
    internal bool Takes(LogLevel level) => Array.Exists(_sinks, sink => level <= sink.Level);

    internal void Info(string step, string message) => Write(new LogEntry(LogLevel.Info, _id, step, message));

    /// <summary>Logs a warning that the jail is weaker than it could be.</summary>
    internal void Warning(string message) => Write(new LogEntry(LogLevel.Warning, _id, null, message));

    /// <summary>Logs that the jail cannot be built.</summary>
    internal void Error(Exception failure) => Write(new LogEntry(
        LogLevel.Error, _id, (failure as JailerFailure)?.Step, failure.Message, (failure as JailerFailure)?.Error ?? (failure as LinuxException)?.Error.Errno));

    public void Dispose() => _file?.Dispose();

    private static LogSink StandardError(ILogFormat format, LogLevel level) => new(Descriptor.StandardError, format, level);

    // O_RDWR, because a FIFO without a reader cannot be opened for writing only; O_NOFOLLOW, because the link may have been planted.
    private static OwnedDescriptor OpenFile(HostPath path)
    {
        int flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_APPEND | LibC.O_NONBLOCK | LibC.O_NOFOLLOW;
        return OwnedDescriptor.TryOpen(path.Text, flags, Permissions.OwnersFile, out OwnedDescriptor? file) is { } error
            ? throw new JailerFailure($"the log {path} cannot be opened: {error.Errno}; check --log-file")
            : file!;
    }

    private void Write(LogEntry entry) => Array.ForEach(_sinks, sink => sink.Write(entry));
}
