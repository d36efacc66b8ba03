using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Jailer.Logging;

/// <summary>What the jailer tells: failures and warnings on standard error always, every step where the operator wants it.</summary>
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

    /// <summary>A log for what happens before there are options, and for commands that build no jail.</summary>
    internal static JailerLog OnStandardError { get; } = new("", null, StandardError(new PlainFormat(), LogLevel.Warning));

    /// <summary>Opens the log that the operator wants, before the first step.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="id">The microVM.</param>
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

    /// <summary>A step is taken.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="message">What it does.</param>
    internal void Info(string step, string message) => Write(new LogEntry(LogLevel.Info, _id, step, message));

    /// <summary>The jail is weaker than it could be.</summary>
    /// <param name="message">By what.</param>
    internal void Warning(string message) => Write(new LogEntry(LogLevel.Warning, _id, null, message));

    /// <summary>The jail cannot be built.</summary>
    /// <param name="failure">Why.</param>
    internal void Error(Exception failure) => Write(new LogEntry(
        LogLevel.Error, _id, (failure as JailerFailure)?.Step, failure.Message, (failure as JailerFailure)?.Error ?? (failure as LinuxException)?.Error.Errno));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private static LogSink StandardError(ILogFormat format, LogLevel level) => new(Descriptor.StandardError, format, level);

    // Read and write: a named pipe that nobody reads yet can be opened only so. Never through a link that somebody planted.
    private static OwnedDescriptor OpenFile(HostPath path)
    {
        int flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_APPEND | LibC.O_NONBLOCK | LibC.O_NOFOLLOW;
        return OwnedDescriptor.TryOpen(path.Text, flags, Permissions.OwnersFile, out OwnedDescriptor? file) is { } error
            ? throw new JailerFailure($"the log {path} cannot be opened: {error.Errno}; check --log-file")
            : file!;
    }

    private void Write(LogEntry entry) => Array.ForEach(_sinks, sink => sink.Write(entry));
}
