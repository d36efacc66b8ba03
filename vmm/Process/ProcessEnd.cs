using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process;

/// <summary>How the process ends once everything else is done.</summary>
/// <param name="Status">The exit status. If a signal kills the process, only a shell shows this number.</param>
/// <param name="Killer">The signal that kills the process: a pending one of <see cref="VmmSignals.Deadly"/>, or SIGABRT.</param>
internal readonly record struct ProcessEnd(ExitCode Status, Signal? Killer = null)
{
    /// <summary>
    /// The end that a signal requests. As in Firecracker, some signals have an exit status of their own; the others kill the process.
    /// </summary>
    internal static ProcessEnd By(Signal signal) =>
        new(StopSignals.StatusOf(signal), signal == Signal.SIGABRT || VmmSignals.Deadly.Contains(signal) ? signal : null);

    /// <summary>Logs the end, in the last line of the log.</summary>
    internal void Tell()
    {
        if (Status == ExitCode.Ok)
        {
            Log.Info(Module.Main, $"{Identity.Current.Name} exiting successfully. exit_code=0");
        }
        else
        {
            Log.Error(Module.Main, $"{Identity.Current.Name} exiting with error. exit_code={(int)Status}");
        }
    }

    /// <summary>
    /// Ends the process. A signal without a handler does not kill the init process of a pid namespace, nor a process that was started with the
    /// signal ignored: these exit with the status instead. No core is dumped, since the process is not dumpable.
    /// </summary>
    internal void Make()
    {
        if (Killer == Signal.SIGABRT)
        {
            // The handler has consumed it. Every profile allows this call, since the runtime ends the process the same way.
            SignalDisposition.Default(Signal.SIGABRT);
            _ = CurrentThread.Signal(CurrentThread.Id, Signal.SIGABRT);
        }
        else if (Killer is { } pending)
        {
            SignalMask.Unblock(pending);
        }
        SignalSafe.Exit((int)Status);
    }
}
