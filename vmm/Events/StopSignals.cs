using Kiln.Linux;
using Kiln.Linux.Abi;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Events;

/// <summary>Turns the requests to end that come as signals into an end of the event loop. Some are the kernel's: a limit was reached.</summary>
internal sealed class StopSignals : IEventHandler, IDisposable
{
    private readonly SignalFd _signals = SignalFd.Create(VmmSignals.Requests);
    private readonly EventLoop _loop;
    private readonly SignalMetrics _metrics;

    /// <summary>Listens on a loop.</summary>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="metrics">Count signals.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal StopSignals(EventLoop loop, SignalMetrics metrics)
    {
        _loop = loop;
        _metrics = metrics;
        loop.AddAttentive(_signals.Descriptor, this);
    }

    /// <summary>The signal that came, if one did.</summary>
    internal Signal? Received { get; private set; }

    /// <summary>The status to end with, once a signal came.</summary>
    internal ExitCode? Requested => Received switch
    {
        null => null,
        Signal.SIGHUP => ExitCode.HangUp,
        Signal.SIGINT => ExitCode.Interrupted,
        Signal.SIGQUIT => ExitCode.Quit,
        Signal.SIGXCPU => ExitCode.ProcessorTimeLimit,
        Signal.SIGXFSZ => ExitCode.FileSizeLimit,
        _ => ExitCode.Terminated,
    };

    /// <summary>A signal is there.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Received = (Signal)signal.ssi_signo;
            _metrics.Of(Received.Value)?.Value = 1;
            Log.Error(Module.Main, $"Shutting down VM after intercepting signal {signal.ssi_signo}, code {signal.ssi_code}.");
            _loop.Stop();
        }
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        _loop.Remove(_signals.Descriptor, this);
        _signals.Dispose();
    }
}
