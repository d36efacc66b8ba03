using Kiln.Linux;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Events;

/// <summary>Turns the requests to end that come as signals into an end of the event loop.</summary>
internal sealed class StopSignals : IEventHandler, IDisposable
{
    private readonly SignalFd _signals = SignalFd.Create(VmmSignals.Requests);
    private readonly EventLoop _loop;

    /// <summary>Listens on a loop.</summary>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal StopSignals(EventLoop loop)
    {
        _loop = loop;
        loop.Add(_signals.Descriptor, EpollEvents.EPOLLIN, this);
    }

    /// <summary>The status to end with, once a signal came.</summary>
    internal ExitCode? Requested { get; private set; }

    /// <summary>A signal is there.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Requested = (Signal)signal.ssi_signo switch
            {
                Signal.SIGHUP => ExitCode.HangUp,
                Signal.SIGINT => ExitCode.Interrupted,
                Signal.SIGQUIT => ExitCode.Quit,
                _ => ExitCode.Terminated,
            };
            _loop.Stop();
        }
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose() => _signals.Dispose();
}
