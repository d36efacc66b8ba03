using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>A thread of another process, stopped in the system call that it was waiting in. Only this thread may trace it.</summary>
internal sealed unsafe class HeldThread : IDisposable
{
    // Waits for a thread that executes code of its own: an idle one is back in its call within microseconds, a starting one within two seconds.
    private const int Attempts = 2000;

    private const int SIGTRAP = 5;

    private readonly int _id;

    private HeldThread(int id) => _id = id;

    /// <summary>The status that the thread ended with, or the number of the signal that ended it as a negative one; null while it lives.</summary>
    internal int? EndStatus { get; private set; }

    /// <summary>The registers with which the thread will resume.</summary>
    internal ThreadRegisters Registers
    {
        get
        {
            ThreadRegisters registers;
            Check(Ptrace.Call(Ptrace.PTRACE_GETREGS, _id, 0, (nint)(&registers)), "PTRACE_GETREGS");
            return registers;
        }
        set => Check(Ptrace.Call(Ptrace.PTRACE_SETREGS, _id, 0, (nint)(&value)), "PTRACE_SETREGS");
    }

    /// <exception cref="InvalidOperationException">It cannot be traced, has ended, or was in no system call whenever it was looked at.</exception>
    internal static HeldThread Hold(int id)
    {
        Check(Ptrace.Call(Ptrace.PTRACE_SEIZE, id, 0, 0), "PTRACE_SEIZE");
        HeldThread held = new(id);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Check(Ptrace.Call(Ptrace.PTRACE_INTERRUPT, id, 0, 0), "PTRACE_INTERRUPT");
            int? stop = held.WaitForStop();
            while (stop is { } signal && signal != SIGTRAP)
            {
                stop = held.Continue(signal);
            }
            if (stop is null)
            {
                throw new InvalidOperationException($"thread {id} has ended");
            }
            if ((long)held.Registers.OrigRax >= 0)
            {
                return held;
            }
            _ = Ptrace.Call(Ptrace.PTRACE_CONT, id, 0, 0);
            Thread.Sleep(1);
        }
        throw new InvalidOperationException($"thread {id} was in no system call");
    }

    /// <summary>Holds a thread, says <c>held</c>, and lets it go at the end of standard input.</summary>
    internal static void HoldToEndOfInput(int id)
    {
        using HeldThread held = Hold(id);
        Message.Output("held\n");
        byte[] rest = new byte[1];
        while (Descriptor.StandardInput.Read(rest).Count > 0)
        {
        }
    }

    /// <summary>Writes a word of its memory.</summary>
    internal void Write(ulong address, ulong word) => Check(Ptrace.Call(Ptrace.PTRACE_POKEDATA, _id, (nint)address, (nint)word), "PTRACE_POKEDATA");

    /// <summary>Lets it go on to its next stop.</summary>
    /// <param name="signal">A signal that it gets, or 0.</param>
    /// <returns>The signal of the stop, or null when the thread has ended.</returns>
    internal int? Continue(int signal) => Ptrace.Call(Ptrace.PTRACE_CONT, _id, 0, signal) == 0 ? WaitForStop() : null;

    public void Dispose() => _ = Ptrace.Call(Ptrace.PTRACE_DETACH, _id, 0, 0);

    private int? WaitForStop()
    {
        int status;
        int waited = Ptrace.Wait(_id, &status, Ptrace.WALL);
        if (waited == _id && (status & 0xFF) == 0x7F)
        {
            return (status >> 8) & 0xFF;
        }
        EndStatus = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F);
        return null;
    }

    private static void Check(long result, string request)
    {
        if (result == -1)
        {
            throw new InvalidOperationException($"{request} failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }
}
