using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Logging;

/// <summary>
/// A log: lines of one write each, from any thread, without a lock. A line that is not taken is counted, and nobody waits for it or hears of it.
/// The vmm thread alone changes its settings.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">Tells when.</param>
/// <param name="threadName">Tells who.</param>
/// <param name="metrics">Count what is not written.</param>
internal sealed class Logger(OutputFile output, IClock clock, ThreadName threadName, LoggerMetrics metrics)
{
    private LogSettings _settings = LogSettings.Initial;

    // A thread whose filter has no call by which a line could be written.
    [ThreadStatic]
    private static bool _isSilent;

    // Whether the last write was cut short, so that the next line has to end that one first.
    private bool _torn;

    /// <summary>The calling thread writes no line from now on: it is a vCPU's.</summary>
    internal static void SilenceThread() => _isSilent = true;

    /// <summary>
    /// Called when a vCPU's thread would log, which is a fault of this program: the line is counted as missed, since writing it would end the
    /// process. Tests throw.
    /// </summary>
    internal static Action? Misplaced { get; set; }

    /// <summary>Told how lines look whenever that changes, if anybody wants to know.</summary>
    internal LogTemplateKeeper? TemplateKeeper { get; init; }

    /// <summary>Signalled when a line, or a worker of the kernel's for a drive, finds its file at the limit of the process's files.</summary>
    internal EventFd? LimitReached { get; set; }

    /// <summary>Takes descriptor and name, before any other thread is made; lines go to standard output until there is a path.</summary>
    /// <param name="id">The microVM.</param>
    /// <param name="format">How lines are written.</param>
    /// <exception cref="VmmFailure">The process may have too few descriptors.</exception>
    internal void Start(string id, ILineFormat format)
    {
        output.Reserve();
        Set(_settings with { Id = id, Format = format });
    }

    /// <summary>Does what a user says.</summary>
    /// <param name="configuration">What is said.</param>
    /// <returns>Null, or why not in the words that clients match; then nothing is changed.</returns>
    internal string? Configure(LoggerConfiguration configuration)
    {
        if (configuration.LogPath is { } path && output.Open(path) is { } error)
        {
            return $"Failed to open target file: {error.Text} (os error {error.Number})";
        }
        Set(_settings.With(configuration));
        return null;
    }

    /// <summary>Whether a line would be wanted, for places where what it says is costly or not for everybody.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="module">Where it comes from.</param>
    internal bool Admits(LogLevel level, Module module) => Volatile.Read(ref _settings).Admits(level, module);

    /// <summary>Begins a line, if it is wanted.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="limit">The limit of its place, or null.</param>
    /// <param name="line">The line.</param>
    /// <returns>Whether it is wanted.</returns>
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

    /// <summary>What a line that is finished now says about itself.</summary>
    /// <param name="settings">The log's, when the line began.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="file">The source file.</param>
    /// <param name="line">The line in that.</param>
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

    /// <summary>Writes a line.</summary>
    /// <param name="buffer">Ends with it.</param>
    /// <param name="start">Where it starts; there is at least one byte before it.</param>
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
            // Either a line is cut, or the one that was cut before is still not ended.
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
