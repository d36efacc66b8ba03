using Kiln.Linux;
using Kiln.Vmm.Console;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// What happens on SIGABRT, by which the runtime ends the process after an unhandled exception, a FailFast or a full heap:
/// the terminal is given back, then the C library ends the process by the same signal, status 134 in a shell.
/// </summary>
internal static unsafe class AbortReport
{
    /// <summary>Takes SIGABRT.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static void Install() => SignalDisposition.Handle(Signal.SIGABRT, &OnSignal);

    private static void OnSignal(int signal, void* information, void* context)
    {
        const int LineLength = 128;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread();
        line.Append(" aborted"u8);
        line.AppendStatus((int)ExitCode.Aborted);
        TerminalMode.Restore();
        line.Write();
    }
}
