using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>What the process does before anything else: nobody can look into it, and whatever ends it is reported.</summary>
internal static class ProcessGuard
{
    /// <summary>Takes the process out of reach of debuggers, names its first thread, installs the reports, and blocks what is read from descriptors.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
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
