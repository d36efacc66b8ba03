using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Process;

/// <summary>
/// Turns the requests to end that come as signals into an end of the event loop. Some are the kernel's: a limit was reached. What is sent to
/// the process the api thread reads, where there is one: it is there also when the vmm thread is not.
/// </summary>
internal sealed class StopSignals : IEventHandler, IDisposable
{
    private static readonly LogLimit _brokenPipes = new();

    private readonly SignalFd _signals;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly SignalMetrics _metrics;
    private readonly FileSizeLimit _fileSizeLimit;
    private readonly DeadlySignal[] _deadly = [];
    private readonly PassedSignal? _passed;
    private readonly SignalCourier? _courier;

    /// <summary>Listens on a loop.</summary>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="apiLoop">The api thread's, which does not turn yet; null when there is no such thread.</param>
    /// <param name="metrics">Count signals.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal StopSignals(EventLoop loop, EventLoop? apiLoop, SignalMetrics metrics)
    {
        _loop = loop;
        _metrics = metrics;
        _fileSizeLimit = new FileSizeLimit(this, loop);
        if (apiLoop is null)
        {
            _signals = SignalFd.Create(VmmSignals.OfThread.With(VmmSignals.OfProcess));
            _deadly = DeadlySignal.WatchAll(loop, signal => Receive(signal, code: 0));
        }
        else
        {
            _signals = SignalFd.Create(VmmSignals.OfThread);
            _passed = new PassedSignal(this, loop);
            _courier = new SignalCourier(_passed, apiLoop, AbruptEnd.Now);
        }
        _watch = loop.WatchAttentively(_signals.Descriptor, this);
        loop.BeforeWait += TakeSent;
    }

    /// <summary>The signal that came, if one did.</summary>
    internal Signal? Received { get; private set; }

    /// <summary>How the process is to end, once a signal came.</summary>
    internal ProcessEnd? Requested => Received is { } signal ? ProcessEnd.By(signal) : null;

    /// <summary>What the operator is told beside the status: of signals that may come from elsewhere or mean a limit. Null of all others.</summary>
    internal string? Explanation => Received switch
    {
        Signal.SIGSYS => "got a SIGSYS that no filter sent: a process did",
        Signal.SIGABRT => "got a SIGABRT that a process sent: nothing of the monitor's own failed",
        Signal.SIGXFSZ => FileSizeLimit.Reason,
        _ => null,
    };

    /// <summary>A signal is there.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Receive((Signal)signal.ssi_signo, signal.ssi_code);
        }
    }

    /// <summary>Takes a signal, however it came.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="code">How it was sent, as the kernel says it. Of a deadly one, which nobody reads, it is not known and not told.</param>
    internal void Receive(Signal signal, int code)
    {
        if (signal == Signal.SIGPIPE)
        {
            _metrics.BrokenPipes.Increment();
            Log.Info(Module.Main, _brokenPipes, $"Received signal {(int)signal}, code {code}.");
            return;
        }
        if (VmmSignals.Deadly.Contains(signal))
        {
            Log.Error(Module.Main, $"Shutting down VM after intercepting signal {(int)signal}.");
        }
        else
        {
            Log.Error(Module.Main, $"Shutting down VM after intercepting signal {(int)signal}, code {code}.");
        }
        Received = signal;
        _metrics.Of(signal)?.Value = 1;
        _loop.Stop();
    }

    /// <summary>Closes the descriptors; after the api thread has ended.</summary>
    public void Dispose()
    {
        Array.ForEach(_deadly, watch => watch.Dispose());
        _courier?.Dispose();
        _passed?.Dispose();
        _loop.BeforeWait -= TakeSent;
        _watch.Dispose();
        _signals.Dispose();
        _fileSizeLimit.Dispose();
    }

    /// <summary>The status that the process ends with after a signal.</summary>
    /// <param name="signal">The signal.</param>
    internal static ExitCode StatusOf(Signal signal) => signal switch
    {
        Signal.SIGHUP => ExitCode.HangUp,
        Signal.SIGINT => ExitCode.Interrupted,
        Signal.SIGQUIT => ExitCode.Quit,
        Signal.SIGXCPU => ExitCode.ProcessorTimeLimit,
        Signal.SIGXFSZ => ExitCode.FileSizeLimit,
        Signal.SIGTERM => ExitCode.Terminated,
        _ => FatalSignalReport.StatusOf(signal),
    };

    private void TakeSent()
    {
        if (SentSignal.Take() is { } signal)
        {
            Receive(signal, code: 0);
        }
    }
}
