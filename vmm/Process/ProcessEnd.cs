using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process;

/// <summary>How the process ends when everything else is done.</summary>
/// <param name="Status">The status. Of a process that dies of a signal only a shell shows it.</param>
/// <param name="Killer">The signal that the process is to die of: one of <see cref="VmmSignals.Deadly"/>, which is pending, or SIGABRT.</param>
internal readonly record struct ProcessEnd(ExitCode Status, Signal? Killer = null)
{
    /// <summary>The end that a signal asks for. As in Firecracker some have a status of their own; of the others the process dies.</summary>
    /// <param name="signal">The signal.</param>
    internal static ProcessEnd By(Signal signal) =>
        new(StopSignals.StatusOf(signal), signal == Signal.SIGABRT || VmmSignals.Deadly.Contains(signal) ? signal : null);

    /// <summary>Says it in the log, in the line that is the last.</summary>
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
    /// Ends the process. The first process of a pid namespace does not die of a signal that has no handler, nor does one that was started with the
    /// signal ignored: these end with the status. No memory is dumped, since the process is not dumpable.
    /// </summary>
    internal void Make()
    {
        if (Killer == Signal.SIGABRT)
        {
            // Its handler has taken it. The runtime ends the process so, and every profile lets it.
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
