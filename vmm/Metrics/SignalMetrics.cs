using Kiln.Linux;

namespace Kiln.Vmm.Metrics;

/// <summary>Signals that end the process.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class SignalMetrics(MetricGroup group)
{
    private readonly Store _fileSizeLimit = group.Find<Store>("sigxfsz");
    private readonly Store _processorTimeLimit = group.Find<Store>("sigxcpu");
    private readonly Store _hangUp = group.Find<Store>("sighup");
    private readonly Store _badAddress = group.Find<Store>("sigsegv");
    private readonly Store _busError = group.Find<Store>("sigbus");
    private readonly Store _illegalInstruction = group.Find<Store>("sigill");

    /// <summary>Pipes and sockets that had nobody to read them; the process goes on.</summary>
    internal Counter BrokenPipes { get; } = group.Find<Counter>("sigpipe");

    /// <summary>A signal's metric; null for those that have none.</summary>
    /// <param name="signal">The signal.</param>
    internal Store? Of(Signal signal) => signal switch
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
