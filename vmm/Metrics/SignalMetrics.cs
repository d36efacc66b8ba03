using Kiln.Linux.Signals;

namespace Kiln.Vmm.Metrics;

/// <summary>Signals that end the process.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class SignalMetrics(MetricGroup group)
{
    private readonly Gauge _fileSizeLimit = group.Find<Gauge>("sigxfsz");
    private readonly Gauge _processorTimeLimit = group.Find<Gauge>("sigxcpu");
    private readonly Gauge _hangUp = group.Find<Gauge>("sighup");
    private readonly Gauge _badAddress = group.Find<Gauge>("sigsegv");
    private readonly Gauge _busError = group.Find<Gauge>("sigbus");
    private readonly Gauge _illegalInstruction = group.Find<Gauge>("sigill");

    /// <summary>Pipes and sockets that had nobody to read them; the process goes on.</summary>
    internal Counter BrokenPipes { get; } = group.Find<Counter>("sigpipe");

    /// <summary>A signal's metric; null for those that have none.</summary>
    /// <param name="signal">The signal.</param>
    internal Gauge? Of(Signal signal) => signal switch
    {
        Signal.SIGXFSZ => _fileSizeLimit,
        Signal.SIGXCPU => _processorTimeLimit,
        Signal.SIGHUP => _hangUp,
        Signal.SIGSEGV => _badAddress,
        Signal.SIGBUS => _busError,
        Signal.SIGILL => _illegalInstruction,
        _ => null,
    };
}
