using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>Secures the process before anything else happens: no other process can inspect it, and whatever ends it is reported.</summary>
internal static class ProcessGuard
{
    /// <summary>
    /// Makes the process undumpable, names its first thread, installs the signal handlers, and blocks the signals that are read from descriptors.
    /// </summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static void Raise()
    {
        ProcessControl.Dumpable = false;
        ThreadTable.Create();
        EnterFirstThread(Identity.Current);
        LastWords.Create();
        AbortCause.Listen();
        ViolationReport.Install();
        AbortReport.Install();
        FatalSignalReport.Install();
        SignalDisposition.Ignore(Signal.SIGPIPE);
        SignalMask.Block(VmmSignals.Blocked);
    }

    private static void EnterFirstThread(Identity identity)
    {
        if (identity.ProcessName is { } name)
        {
            ProcessControl.NameThread(name);
        }
        ThreadTable.Register(identity.FirstThread);
    }
}
