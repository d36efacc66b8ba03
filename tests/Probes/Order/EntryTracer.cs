using System.Runtime.InteropServices;

namespace Kiln.Probes.Order;

/// <summary>Traces a command and all its threads, and notes the functions that it enters, each once, in the order of first use.</summary>
/// <param name="symbols">The program's functions, as <see cref="EntryPoints"/> reads them.</param>
internal sealed unsafe class EntryTracer(string symbols) : IDisposable
{
    private const int SIGTRAP = 5;

    // Asks to plant the breakpoints again; the program itself has no use for it.
    private const int SIGURG = 23;
    private const int Stopped = 0x7F;

    private const int Options = Ptrace.PTRACE_O_TRACECLONE | Ptrace.PTRACE_O_TRACEEXEC | Ptrace.PTRACE_O_EXITKILL;
    private const int ExecutionEvent = 4;

    private readonly List<string> _entered = [];
    private EntryPoints? _points;

    /// <summary>The functions so far.</summary>
    internal IReadOnlyList<string> Entered => _entered;

    /// <summary>Follows a process to its end.</summary>
    /// <param name="process">A child of this process that waits to be seized.</param>
    /// <param name="seized">Called when it may go on.</param>
    /// <returns>Its exit status; 128 and the number of the signal that ended it.</returns>
    internal int Follow(int process, Action seized)
    {
        if (Ptrace.Call(Ptrace.PTRACE_SEIZE, process, 0, Options) != 0)
        {
            throw new InvalidOperationException($"PTRACE_SEIZE: error {Marshal.GetLastPInvokeError()}");
        }
        seized();
        int result = 0;
        int status;
        int thread;
        while ((thread = Ptrace.Wait(-1, &status, Ptrace.WALL)) > 0)
        {
            if ((status & 0xFF) == Stopped)
            {
                HandleStop(thread, (status >> 8) & 0xFF, status >> 16);
            }
            else if (thread == process)
            {
                result = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
            }
        }
        return result;
    }

    public void Dispose() => _points?.Dispose();

    private void HandleStop(int thread, int signal, int stopEvent)
    {
        if (stopEvent == ExecutionEvent)
        {
            _points = new EntryPoints(thread, symbols);
        }
        if (stopEvent == 0 && signal == SIGURG)
        {
            _points?.Plant();
        }
        bool isOurs = stopEvent != 0 || signal == SIGURG || (signal == SIGTRAP && StepBack(thread));
        _ = Ptrace.Call(Ptrace.PTRACE_CONT, thread, 0, isOurs ? 0 : signal);
    }

    // A breakpoint is one byte, and the processor stands behind it.
    private bool StepBack(int thread)
    {
        ThreadRegisters registers;
        if (_points is null || Ptrace.Call(Ptrace.PTRACE_GETREGS, thread, 0, (nint)(&registers)) != 0)
        {
            return false;
        }
        registers.Rip--;
        if (_points.Take(registers.Rip) is { } name)
        {
            _entered.Add(name);
        }
        return Ptrace.Call(Ptrace.PTRACE_SETREGS, thread, 0, (nint)(&registers)) == 0;
    }
}
