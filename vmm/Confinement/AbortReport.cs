using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// What happens on SIGABRT, by which the runtime ends the process after an unhandled exception, a FailFast or a full heap:
/// the terminal is given back, and the process ends with the status that the signal would have in a shell.
/// </summary>
internal static unsafe class AbortReport
{
    /// <summary>Takes SIGABRT.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static void Install() => SignalDisposition.Handle(Signal.SIGABRT, &OnSignal);

    private static void OnSignal(int signal, void* information, void* context)
    {
        const int LineLength = 192;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in *(TrapContext*)context);
        // The runtime has no memory left to describe the lack of memory.
        line.Append(" aborted: the cause stands above, or the heap of 32 MiB is full"u8);
        line.Conclude(ExitCode.Aborted);
    }
}
