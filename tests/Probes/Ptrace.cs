using System.Runtime.InteropServices;

namespace Kiln.Probes;

/// <summary>ptrace(2) and waitpid(2), as far as injections and traces need them.</summary>
internal static unsafe class Ptrace
{
    internal const int PTRACE_POKEDATA = 5;
    internal const int PTRACE_CONT = 7;
    internal const int PTRACE_GETREGS = 12;
    internal const int PTRACE_SETREGS = 13;
    internal const int PTRACE_SEIZE = 0x4206;
    internal const int PTRACE_INTERRUPT = 0x4207;
    internal const int PTRACE_DETACH = 17;
    internal const int PTRACE_SYSCALL = 24;
    internal const int PTRACE_GETEVENTMSG = 0x4201;
    internal const int PTRACE_LISTEN = 0x4208;
    internal const int PTRACE_GET_SYSCALL_INFO = 0x420E;
    internal const int PTRACE_O_TRACESYSGOOD = 1;
    internal const int PTRACE_O_TRACEFORK = 1 << 1;
    internal const int PTRACE_O_TRACEVFORK = 1 << 2;
    internal const int PTRACE_O_TRACECLONE = 1 << 3;
    internal const int PTRACE_O_TRACEEXEC = 1 << 4;
    internal const int PTRACE_O_EXITKILL = 1 << 20;
    internal const int PTRACE_EVENT_STOP = 128;
    internal const int WALL = 0x40000000;

    /// <summary>ptrace(2).</summary>
    /// <returns>-1 with errno set on failure.</returns>
    [DllImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    internal static extern long Call(nint request, nint thread, nint address, nint data);

    /// <summary>waitpid(2).</summary>
    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static extern int Wait(int thread, int* status, int options);
}
