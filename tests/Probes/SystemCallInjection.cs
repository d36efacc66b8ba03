using System.Runtime.InteropServices;

namespace Kiln.Probes;

/// <summary>
/// Makes a live thread of another process execute a system call of our choice: it is stopped in the call that it waits in, and its
/// registers are set so that the same syscall instruction runs again with other numbers.
/// </summary>
internal static unsafe class SystemCallInjection
{
    // The x86_64 syscall instruction is two bytes: a thread stopped in a call stands right behind it.
    private const int InstructionLength = 2;

    private const int SIGTRAP = 5;

    /// <summary>Injects one call, lets the process go on with whatever signals it causes, and returns when the thread has ended.</summary>
    /// <param name="thread">The thread; it must be waiting in a system call.</param>
    /// <param name="number">The call's number.</param>
    /// <param name="arguments">Six arguments.</param>
    /// <exception cref="InvalidOperationException">The thread cannot be traced.</exception>
    internal static void Inject(int thread, int number, ReadOnlySpan<ulong> arguments)
    {
        Check(Ptrace.Call(Ptrace.PTRACE_SEIZE, thread, 0, 0), "PTRACE_SEIZE");
        Check(Ptrace.Call(Ptrace.PTRACE_INTERRUPT, thread, 0, 0), "PTRACE_INTERRUPT");
        _ = WaitForStop(thread);
        ThreadRegisters registers;
        Check(Ptrace.Call(Ptrace.PTRACE_GETREGS, thread, 0, (nint)(&registers)), "PTRACE_GETREGS");
        registers.Rip -= InstructionLength;
        registers.Rax = (ulong)number;
        // Not in a call any more: the kernel must not restart the one that was interrupted.
        registers.OrigRax = ulong.MaxValue;
        (registers.Rdi, registers.Rsi, registers.Rdx) = (arguments[0], arguments[1], arguments[2]);
        (registers.R10, registers.R8, registers.R9) = (arguments[3], arguments[4], arguments[5]);
        Check(Ptrace.Call(Ptrace.PTRACE_SETREGS, thread, 0, (nint)(&registers)), "PTRACE_SETREGS");
        int deliver = 0;
        while (Ptrace.Call(Ptrace.PTRACE_CONT, thread, 0, deliver) == 0 && WaitForStop(thread) is { } signal)
        {
            // Deliver what the call caused, SIGSYS above all; the tracer's own stops are not the thread's business.
            deliver = signal == SIGTRAP ? 0 : signal;
        }
    }

    /// <returns>The signal of a stop, or null when the thread has ended.</returns>
    private static int? WaitForStop(int thread)
    {
        int status;
        int waited = Ptrace.Wait(thread, &status, Ptrace.WALL);
        return waited == thread && (status & 0xFF) == 0x7F ? (status >> 8) & 0xFF : null;
    }

    private static void Check(long result, string request)
    {
        if (result == -1)
        {
            throw new InvalidOperationException($"{request} failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }
}
