using System.Runtime.InteropServices;

namespace Kiln.Probes;

/// <summary>struct user_regs_struct of x86_64, the order in which PTRACE_GETREGS fills it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ThreadRegisters
{
    internal ulong R15, R14, R13, R12, Rbp, Rbx, R11, R10, R9, R8, Rax, Rcx, Rdx, Rsi, Rdi, OrigRax, Rip, Cs, Eflags, Rsp, Ss;
    internal ulong FsBase, GsBase, Ds, Es, Fs, Gs;
}
