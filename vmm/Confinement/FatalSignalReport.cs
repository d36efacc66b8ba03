using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The faults of the processor. In managed code they are exceptions, which the runtime's own handlers make of them; anywhere else they
/// end the process, which then gives the terminal back, says where it was, and ends with Firecracker's status. When somebody sends such a
/// signal, nothing is broken: it is a request to end, which the vmm thread finds here.
/// </summary>
internal static unsafe class FatalSignalReport
{
    // The runtime's handlers, which decide whether a fault is an exception; zero where it has none.
    private static void* _segmentationFault;
    private static void* _busError;
    private static void* _illegalInstruction;
    private static void* _arithmeticFault;

    // Of the signal that somebody sent; no more than a number, since a handler may have interrupted anything.
    private static int _sent;

    /// <summary>Puts this in front of the runtime's handlers, on the stack and with the mask that they have.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static void Install()
    {
        _segmentationFault = SignalDisposition.Precede(Signal.SIGSEGV, &OnSignal);
        _busError = SignalDisposition.Precede(Signal.SIGBUS, &OnSignal);
        _illegalInstruction = SignalDisposition.Precede(Signal.SIGILL, &OnSignal);
        _arithmeticFault = SignalDisposition.Precede(Signal.SIGFPE, &OnSignal);
    }

    /// <summary>Takes the signal that somebody sent, if one came.</summary>
    internal static Signal? TakeSent() => Interlocked.Exchange(ref _sent, 0) is var signal and not 0 ? (Signal)signal : null;

    private static void OnSignal(int signal, void* information, void* context)
    {
        if (((SeccompTrap*)information)->Code <= SeccompTrap.FromProcess)
        {
            Volatile.Write(ref _sent, signal);
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

    /// <summary>The status that the process ends with after a fault.</summary>
    /// <param name="signal">The fault's signal.</param>
    internal static ExitCode StatusOf(Signal signal) => signal switch
    {
        Signal.SIGSEGV => ExitCode.BadAddress,
        Signal.SIGBUS => ExitCode.BusError,
        Signal.SIGILL => ExitCode.IllegalInstruction,
        _ => ExitCode.ArithmeticFault,
    };
}
