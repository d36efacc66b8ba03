using Kiln.Linux.Signals;

namespace Kiln.Vmm.Metrics;

/// <summary>Signals that the process has received.</summary>
internal sealed class SignalMetrics(MetricGroup group)
{
    private readonly Gauge _fileSizeLimit = group.Find<Gauge>("sigxfsz"u8);
    private readonly Gauge _processorTimeLimit = group.Find<Gauge>("sigxcpu"u8);
    private readonly Gauge _hangUp = group.Find<Gauge>("sighup"u8);
    private readonly Gauge _badAddress = group.Find<Gauge>("sigsegv"u8);
    private readonly Gauge _busError = group.Find<Gauge>("sigbus"u8);
    private readonly Gauge _illegalInstruction = group.Find<Gauge>("sigill"u8);

    /// <summary>Writes to pipes or sockets that nobody reads (SIGPIPE); the process continues.</summary>
    internal Counter BrokenPipes { get; } = group.Find<Counter>("sigpipe"u8);

    /// <summary>Returns the metric of a fatal signal; null for signals without a metric.</summary>
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
