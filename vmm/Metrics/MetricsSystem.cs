using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// Writes metrics where a user wants them. The vmm thread's, but for <see cref="OpenMetrics"/>. A line that the target takes only in part is
/// finished before the next one, so that every line is whole; what a line that it does not take would have told, the next tells.
/// </summary>
internal sealed class MetricsSystem
{
    private readonly VmmMetrics _metrics;
    private readonly string _id;
    private readonly OutputFile _output;
    private readonly IClock _clock;
    private MetricsLine? _line;
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Takes the descriptor; nothing is written yet. Before anything else can come to lie at its number.</summary>
    /// <param name="metrics">What it writes.</param>
    /// <param name="id">The microVM.</param>
    /// <param name="output">Where to.</param>
    /// <param name="clock">Tells when.</param>
    /// <exception cref="VmmFailure">The process may have too few descriptors.</exception>
    internal MetricsSystem(VmmMetrics metrics, string id, OutputFile output, IClock clock)
    {
        _metrics = metrics;
        _id = id;
        _output = output;
        _clock = clock;
        output.Reserve();
        OpenMetrics = new OpenMetricsText(metrics, new LabelSet(id, []));
    }

    /// <summary>The metrics for whoever asks for them, whether they are written anywhere or not.</summary>
    internal OpenMetricsText OpenMetrics { get; }

    /// <summary>Does what a user says, once.</summary>
    /// <param name="configuration">What is said.</param>
    /// <returns>Null, or why not in the words that clients match; then nothing is changed.</returns>
    internal string? Initialise(MetricsConfiguration configuration)
    {
        const string Refusal = "Cannot initialize the metrics system due to bad user input: ";
        if (_line is not null)
        {
            return $"{Refusal}Reinitialization of metrics not allowed.";
        }
        if (_output.Open(configuration.MetricsPath) is { } error)
        {
            return $"{Refusal}{error.Text} (os error {error.Number})";
        }
        _line = new MetricsLine(_metrics, _clock, configuration.EmitId ? _id : null, configuration.Properties);
        OpenMetrics.Labels = new LabelSet(_id, configuration.Properties ?? []);
        return null;
    }

    /// <summary>Writes a line; nothing when nobody wants any.</summary>
    /// <returns>Null, or why it is not written, or not whole, in the words that clients match.</returns>
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
        return $"Failed to write metrics: {error.Text} (os error {error.Number})";
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
