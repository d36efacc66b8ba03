using System.Runtime.InteropServices;

namespace Kiln.Probes.Coverage;

/// <summary>struct ptrace_syscall_info of linux/ptrace.h: what a thread stopped for, on its way into or out of a system call.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal unsafe struct SyscallStop
{
    internal const byte Entry = 1;
    internal const byte Exit = 2;

    /// <summary>Which way.</summary>
    [FieldOffset(0)]
    internal byte Operation;

    /// <summary>On the way in: the call's number.</summary>
    [FieldOffset(24)]
    internal ulong Number;

    /// <summary>On the way in: its six arguments.</summary>
    [FieldOffset(32)]
    internal fixed ulong Arguments[6];

    /// <summary>On the way out: the result.</summary>
    [FieldOffset(24)]
    internal long Result;
}
