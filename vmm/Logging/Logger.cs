using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Logging;

/// <summary>
/// Writes each line with one write(2), from any thread and without locks. A line that cannot be written without blocking is dropped and counted.
/// Only the vmm thread changes the settings.
/// </summary>
/// <param name="metrics">Count lines that were not written.</param>
internal sealed class Logger(OutputFile output, IClock clock, ThreadName threadName, LoggerMetrics metrics)
{
    private LogSettings _settings = LogSettings.Initial;

    // Set on threads whose filter does not allow to write a line.
    [ThreadStatic]
    private static bool _isSilent;

    // Whether the last write was partial, so that the next line must first end that one.
    private bool _torn;

    /// <summary>Keeps the calling thread, a vCPU's, from writing lines.</summary>
    internal static void SilenceThread() => _isSilent = true;

    /// <summary>
    /// Called when a vCPU's thread logs, which is a bug: the line is counted as missed, since writing it would violate the thread's filter. Tests
    /// throw here.
    /// </summary>
    internal static Action? Misplaced { get; set; }

    /// <summary>Receives the template of a line whenever the settings change; may be null.</summary>
    internal LogTemplateKeeper? TemplateKeeper { get; init; }

    /// <summary>Signaled when writing a line, or an io_uring worker writing to a drive, reaches the limit on file size (RLIMIT_FSIZE).</summary>
    internal EventFd? LimitReached { get; set; }

    /// <summary>
    /// Sets the id and the format, and reserves the descriptor number. Call before any other thread is created. Lines go to standard output until a
    /// path is configured.
    /// </summary>
    /// <param name="format">The format of lines.</param>
    /// <exception cref="VmmFailure">The limit on file descriptors is too low.</exception>
    internal void Start(string id, ILineFormat format)
    {
        output.Reserve();
        Set(_settings with { Id = id, Format = format });
    }

    /// <returns>Null on success, else an error message that clients match; nothing has changed then.</returns>
    internal string? Configure(LoggerConfiguration configuration)
    {
        if (configuration.LogPath is { } path && output.Open(path) is { } error)
        {
            return $"Failed to open target file: {error.Description}: {Excerpt.OfPath(path)}, in a jail a path of the jail{AccessCure.Of(error, "write")}";
        }
        Set(_settings.With(configuration));
        return null;
    }

    /// <inheritdoc cref="OutputFile.Reopen"/>
    internal string? Reopen() => output.Reopen();

    /// <summary>Whether a line would be admitted, for callers whose text is expensive or confidential.</summary>
    internal bool Admits(LogLevel level, Module module) => Volatile.Read(ref _settings).Admits(level, module);

    /// <summary>Begins a line, if it is wanted.</summary>
    /// <param name="limit">The limit of the log statement, or null.</param>
    /// <returns>Whether the line is wanted.</returns>
    internal bool TryBegin(LogLevel level, Module module, LogLimit? limit, out LogLine line)
    {
        line = default;
        LogSettings settings = Volatile.Read(ref _settings);
        if (!settings.Admits(level, module))
        {
            return false;
        }
        if (_isSilent)
        {
            Misplaced?.Invoke();
            metrics.MissedLines.Increment();
            return false;
        }
        long suppressed = 0;
        if (limit is not null && !limit.TryPass(clock.Monotonic, out suppressed))
        {
            metrics.RateLimited.Increment();
            return false;
        }
        int buffer = LogBuffers.Rent();
        if (buffer < 0)
        {
            metrics.MissedLines.Increment();
            return false;
        }
        line = new LogLine(this, settings, level, module, suppressed, buffer);
        return true;
    }

    /// <summary>Returns the header of a line that is finished now.</summary>
    /// <param name="settings">The settings when the line began.</param>
    /// <param name="line">The line in the source file.</param>
    internal LogHeader Describe(LogSettings settings, LogLevel level, Module module, string file, int line)
    {
        ReadOnlySpan<byte> thread = threadName();
        return new LogHeader
        {
            Settings = settings,
            Level = level,
            Module = module,
            Time = clock.Wall,
            Thread = thread.IsEmpty ? "?"u8 : thread,
            File = file,
            Line = line,
        };
    }

    /// <param name="start">The index at which the line starts in the buffer; at least 1, since a line feed may have to precede it.</param>
    internal void Write(Span<byte> buffer, int start)
    {
        bool continues = Volatile.Read(ref _torn) && Interlocked.Exchange(ref _torn, false);
        if (continues)
        {
            buffer[--start] = (byte)'\n';
        }
        ReadOnlySpan<byte> line = buffer[start..];
        IoResult result = output.MayWait && !output.Descriptor.IsWritable ? default : output.Descriptor.Write(line);
        int written = result.Count;
        if (written < line.Length)
        {
            if (result.Errno == Errno.EFBIG)
            {
                LimitReached?.Signal();
            }
            metrics.MissedLines.Increment();
            // This line was written in part, or the one before has still not been ended.
            if (continues ? written != 1 : written > 0)
            {
                Volatile.Write(ref _torn, true);
            }
        }
    }

    private void Set(LogSettings settings)
    {
        Volatile.Write(ref _settings, settings);
        if (TemplateKeeper is { } keeper)
        {
            LogTemplate.Tell(settings, keeper);
        }
    }
}
