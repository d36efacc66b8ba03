using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The faults of the processor. In managed code they are exceptions, which the runtime's own handlers make of them; anywhere else they
/// end the process, which then says where it was, and ends by <see cref="LastWords"/> with Firecracker's status. When somebody sends such a
/// signal, nothing is broken: it is a <see cref="SentSignal"/>.
/// </summary>
internal static unsafe class FatalSignalReport
{
    // The runtime's handlers, which decide whether a fault is an exception; zero where it has none.
    private static void* _segmentationFault;
    private static void* _busError;
    private static void* _illegalInstruction;
    private static void* _arithmeticFault;

    /// <summary>Puts this in front of the runtime's handlers, on the stack and with the mask that they have.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
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
            // Called as if it were managed, with neither a transition nor a look for a waiting collection: the frame below cannot be walked.
            ((delegate* managed<int, void*, void*, void>)runtimes)(signal, information, context);
        }
        // The runtime resumes elsewhere, at its throwing of the exception; a fault that is none of its own it leaves where it was.
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

    /// <summary>The status that the process ends with after a signal that has a handler.</summary>
    /// <param name="signal">The signal.</param>
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
