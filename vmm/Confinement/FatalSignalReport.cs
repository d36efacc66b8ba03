using Kiln.Linux;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The faults of the processor. In managed code they are exceptions, which the runtime's own handlers make of them; anywhere else they
/// end the process, which then gives the terminal back, says where it was, and ends with Firecracker's status.
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
            Report(signal, in *(TrapContext*)context);
        }
    }

    private static void Report(int signal, in TrapContext context)
    {
        const int LineLength = 160;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in context);
        line.Append(" was ended by signal "u8);
        line.AppendDecimal(signal);
        line.Append(" at "u8);
        line.AppendHexadecimal(context.Rip);
        line.Conclude(StatusOf((Signal)signal));
    }

    private static void* RuntimesHandlerOf(Signal signal) => signal switch
    {
        Signal.SIGSEGV => _segmentationFault,
        Signal.SIGBUS => _busError,
        Signal.SIGILL => _illegalInstruction,
        _ => _arithmeticFault,
    };

    private static ExitCode StatusOf(Signal signal) => signal switch
    {
        Signal.SIGSEGV => ExitCode.BadAddress,
        Signal.SIGBUS => ExitCode.BusError,
        Signal.SIGILL => ExitCode.IllegalInstruction,
        _ => ExitCode.ArithmeticFault,
    };
}
