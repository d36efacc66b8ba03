using System.Runtime.InteropServices;

namespace Kiln.Probes;

/// <summary>struct user_regs_struct of x86_64, the order in which PTRACE_GETREGS fills it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ThreadRegisters
{
    // The x86_64 syscall instruction is two bytes long: a thread stopped in a call stands right after it.
    private const int InstructionLength = 2;

    // Results with which the kernel restarts a call, as a tracer sees them: ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND, ERESTART_RESTARTBLOCK.
    private const long FirstRestart = -516;
    private const long LastRestart = -512;

    internal ulong R15, R14, R13, R12, Rbp, Rbx, R11, R10, R9, R8, Rax, Rcx, Rdx, Rsi, Rdi, OrigRax, Rip, Cs, Eflags, Rsp, Ss;
    internal ulong FsBase, GsBase, Ds, Es, Fs, Gs;

    /// <summary>The same syscall instruction again, with another call.</summary>
    internal readonly ThreadRegisters Calling(int number, ReadOnlySpan<ulong> arguments)
    {
        ThreadRegisters registers = Again(number);
        (registers.Rdi, registers.Rsi, registers.Rdx) = (arguments[0], arguments[1], arguments[2]);
        (registers.R10, registers.R8, registers.R9) = (arguments[3], arguments[4], arguments[5]);
        return registers;
    }

    /// <summary>
    /// Registers that resume the interrupted call, however long ago it was interrupted: the call is restarted where the kernel would have, and
    /// otherwise fails with EINTR.
    /// </summary>
    internal readonly ThreadRegisters Resuming() =>
        (long)Rax is >= FirstRestart and <= LastRestart ? Again((int)OrigRax) : this with { OrigRax = ulong.MaxValue };

    // Not in a call any more: the kernel must not restart the one that was interrupted.
    private readonly ThreadRegisters Again(int number) => this with { Rip = Rip - InstructionLength, Rax = (ulong)number, OrigRax = ulong.MaxValue };
}
