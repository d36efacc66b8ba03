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
/// Turns signals that request an end into an end of the event loop. The kernel sends some when a limit is reached. If there is an api thread, it
/// reads the signals sent to the process, since it responds even when the vmm thread does not.
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

    /// <summary>Watches for signals on a loop.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <param name="apiLoop">The api thread's event loop, not running yet; null without an API.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
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

    /// <summary>The signal received, or null.</summary>
    internal Signal? Received { get; private set; }

    /// <summary>How the process ends, once a signal was received.</summary>
    internal ProcessEnd? Requested => Received is { } signal ? ProcessEnd.By(signal) : null;

    /// <summary>An explanation for the operator of signals that may come from elsewhere or mean a limit; null for others.</summary>
    internal string? Explanation => Received switch
    {
        Signal.SIGSYS => "got a SIGSYS that no filter sent: a process sent it",
        Signal.SIGABRT => "got a SIGABRT that a process sent: the monitor itself did not fail",
        Signal.SIGXFSZ => FileSizeLimit.Reason,
        _ => null,
    };

    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Receive((Signal)signal.ssi_signo, signal.ssi_code);
        }
    }

    /// <summary>Handles a signal, however it was received.</summary>
    /// <param name="code">How the signal was sent: the kernel's si_code. Unknown, and not reported, for deadly signals, which are never read.</param>
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

    /// <summary>Closes the descriptors; the api thread must have ended.</summary>
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

    /// <summary>The process's exit status after a signal.</summary>
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
