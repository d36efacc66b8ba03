using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The SIGABRT handler. The runtime raises SIGABRT after an unhandled exception, a FailFast or on a full heap: the process then ends through
/// <see cref="LastWords"/>, with the status that a shell shows for the signal. A SIGABRT from another process is a <see cref="SentSignal"/>; one
/// from another thread of this process wakes the vmm thread.
/// </summary>
internal static unsafe class AbortReport
{
    /// <summary>Installs the SIGABRT handler.</summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static void Install() => SignalDisposition.Handle(Signal.SIGABRT, &OnSignal);

    private static void OnSignal(int signal, void* information, void* context)
    {
        SeccompTrap* sent = (SeccompTrap*)information;
        // abort(3) signals its own thread; a sender outside the pid namespace appears as pid 0 here.
        bool isOwn = sent->Code == SeccompTrap.FromThread && sent->Sender == Evidence.Process;
        bool isTaken = isOwn ? LastWords.TryAnswer(in *(TrapContext*)context) : SentSignal.TryKeep(signal, in *(TrapContext*)context);
        if (isTaken)
        {
            return;
        }
        Report(isOwn, sent->Code, in *(TrapContext*)context);
    }

    private static void Report(bool isOwn, int code, in TrapContext context)
    {
        const int LineLength = AbortCause.MaximumLength + 192;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in context);
        if (!isOwn)
        {
            line.Append(" got signal 6, which a process sent"u8);
        }
        else if (AbortCause.Text is { IsEmpty: false } cause)
        {
            line.Append(" aborted: "u8);
            line.Append(cause);
        }
        else
        {
            // The runtime is out of memory, and cannot describe that.
            line.Append(" aborted: the cause stands above, or the heap of 32 MiB is full"u8);
        }
        line.Conclude(new Ending(isOwn ? EndingKind.Abort : EndingKind.Sent, ExitCode.Aborted, Signal.SIGABRT, code, 0), in context);
    }
}
