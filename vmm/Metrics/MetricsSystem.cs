using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// Writes metrics lines to a file or pipe. On the vmm thread, except for <see cref="OpenMetrics"/>. A line that was written in part is completed
/// before the next one, so that all lines are whole; a line that could not be written at all is made up for by the next one.
/// </summary>
internal sealed class MetricsSystem
{
    private readonly VmmMetrics _metrics;
    private readonly string _id;
    private readonly OutputFile _output;
    private readonly IClock _clock;
    private MetricsLine? _line;
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Reserves the descriptor number without opening a file. Call before anything else can occupy the number.</summary>
    /// <exception cref="VmmFailure">The limit on file descriptors is too low.</exception>
    internal MetricsSystem(VmmMetrics metrics, string id, OutputFile output, IClock clock)
    {
        _metrics = metrics;
        _id = id;
        _output = output;
        _clock = clock;
        output.Reserve();
        OpenMetrics = new OpenMetricsText(metrics, new LabelSet(id, []));
    }

    /// <summary>The metrics as text, independent of whether lines are written.</summary>
    internal OpenMetricsText OpenMetrics { get; }

    /// <summary>Applies a configuration; possible once.</summary>
    /// <returns>Null on success, else an error message that clients match; nothing has changed then.</returns>
    internal string? Initialise(MetricsConfiguration configuration)
    {
        const string Refusal = "Cannot initialize the metrics system due to bad user input: ";
        if (_line is not null)
        {
            return $"{Refusal}Reinitialization of metrics not allowed.";
        }
        if (_output.Open(configuration.MetricsPath) is { } error)
        {
            return $"{Refusal}{error.Description}: {Excerpt.OfPath(configuration.MetricsPath)}, in a jail a path of the jail{AccessCure.Of(error, "write")}";
        }
        _line = new MetricsLine(_metrics, _clock, configuration.EmitId ? _id : null, configuration.Properties);
        OpenMetrics.Labels = new LabelSet(_id, configuration.Properties ?? []);
        return null;
    }

    /// <inheritdoc cref="OutputFile.Reopen"/>
    internal string? Reopen()
    {
        string? refusal = _output.Reopen();
        if (refusal is null && !_rest.IsEmpty)
        {
            // The rest of a line does not belong to another file.
            _rest = default;
            _metrics.Logger.MissedMetrics.Increment();
        }
        return refusal;
    }

    /// <summary>Writes a line, if metrics are configured.</summary>
    /// <returns>Null on success, else an error message that clients match: the line was not written, or only in part.</returns>
    internal string? Flush()
    {
        if (_line is null)
        {
            return null;
        }
        Errno error = WriteRest();
        if (error.Number == 0)
        {
            _rest = _line.Next();
            int length = _rest.Length;
            error = WriteRest();
            if (_rest.Length < length)
            {
                _line.Commit();
            }
            else
            {
                _rest = default;
            }
        }
        if (error.Number == 0)
        {
            return null;
        }
        _metrics.Logger.MissedMetrics.Increment();
        return $"Failed to write metrics: {error.Description}";
    }

    private Errno WriteRest()
    {
        while (!_rest.IsEmpty)
        {
            IoResult written = _output.Descriptor.Write(_rest.Span);
            if (written.Count == 0 && written.Errno != Errno.EINTR)
            {
                return written.Failed ? written.Errno : Errno.EAGAIN;
            }
            _rest = _rest[written.Count..];
        }
        return default;
    }
}
