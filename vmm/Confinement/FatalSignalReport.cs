using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Handles processor faults. In managed code the runtime's own handlers turn them into exceptions; anywhere else the process reports the address and
/// ends through <see cref="LastWords"/> with Firecracker's status. If another process sent the signal, nothing is broken: it is a
/// <see cref="SentSignal"/>.
/// </summary>
internal static unsafe class FatalSignalReport
{
    // The runtime's handlers, which decide whether a fault becomes an exception; null where there is none.
    private static void* _segmentationFault;
    private static void* _busError;
    private static void* _illegalInstruction;
    private static void* _arithmeticFault;

    /// <summary>Installs the handler in front of the runtime's, with their stack and signal mask.</summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static void Install()
    {
        _segmentationFault = SignalDisposition.Precede(Signal.SIGSEGV, &OnSignal);
        _busError = SignalDisposition.Precede(Signal.SIGBUS, &OnSignal);
        _illegalInstruction = SignalDisposition.Precede(Signal.SIGILL, &OnSignal);
        _arithmeticFault = SignalDisposition.Precede(Signal.SIGFPE, &OnSignal);
    }

    private static void OnSignal(int signal, void* information, void* context)
    {
        int code = ((SeccompTrap*)information)->Code;
        if (code <= SeccompTrap.FromProcess)
        {
            if (!SentSignal.TryKeep(signal, in *(TrapContext*)context))
            {
                ReportSent(signal, code, in *(TrapContext*)context);
            }
            return;
        }
        ulong* instruction = &((TrapContext*)context)->Rip;
        ulong faulted = *instruction;
        void* runtimes = RuntimesHandlerOf((Signal)signal);
        if (runtimes is not null)
        {
            // Called as managed code, without a GC transition or a poll for a pending collection: the stack below cannot be walked.
            ((delegate* managed<int, void*, void*, void>)runtimes)(signal, information, context);
        }
        // For an exception the runtime changes the resume address; it leaves the context of any other fault unchanged.
        if (*instruction == faulted)
        {
            Report(signal, code, in *(TrapContext*)context);
        }
    }

    private static void Report(int signal, int code, in TrapContext context)
    {
        const int LineLength = 160;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in context);
        line.Append(" was ended by signal "u8);
        line.AppendDecimal(signal);
        line.Append(" at "u8);
        line.AppendHexadecimal(context.Rip);
        line.Conclude(new Ending(EndingKind.Fault, StatusOf((Signal)signal), (Signal)signal, code, 0), in context);
    }

    private static void ReportSent(int signal, int code, in TrapContext context)
    {
        const int LineLength = 160;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in context);
        line.Append(" got signal "u8);
        line.AppendDecimal(signal);
        line.Append(", which a process sent"u8);
        line.Conclude(new Ending(EndingKind.Sent, StatusOf((Signal)signal), (Signal)signal, code, 0), in context);
    }

    private static void* RuntimesHandlerOf(Signal signal) => signal switch
    {
        Signal.SIGSEGV => _segmentationFault,
        Signal.SIGBUS => _busError,
        Signal.SIGILL => _illegalInstruction,
        _ => _arithmeticFault,
    };

    /// <summary>The process's exit status after a signal that has a handler.</summary>
    internal static ExitCode StatusOf(Signal signal) => signal switch
    {
        Signal.SIGSEGV => ExitCode.BadAddress,
        Signal.SIGBUS => ExitCode.BusError,
        Signal.SIGILL => ExitCode.IllegalInstruction,
        Signal.SIGABRT => ExitCode.Aborted,
        Signal.SIGSYS => ExitCode.UnexpectedError,
        _ => ExitCode.ArithmeticFault,
    };
}
