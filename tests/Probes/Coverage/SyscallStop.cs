using System.Runtime.InteropServices;

namespace Kiln.Probes.Coverage;

/// <summary>struct ptrace_syscall_info of linux/ptrace.h: the state of a thread stopped at a system call's entry or exit.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal unsafe struct SyscallStop
{
    internal const byte Entry = 1;
    internal const byte Exit = 2;

    [FieldOffset(0)]
    internal byte Operation;

    /// <summary>At entry: the system call number.</summary>
    [FieldOffset(24)]
    internal ulong Number;

    /// <summary>At entry: the six arguments.</summary>
    [FieldOffset(32)]
    internal fixed ulong Arguments[6];

    /// <summary>At exit: the result.</summary>
    [FieldOffset(24)]
    internal long Result;
}
