using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Confinement.Arch.X64;

/// <summary>The registers of an x86-64 ucontext_t that hold a system call's arguments, the stack pointer and the instruction pointer.</summary>
[NotInHeader("mcontext_t names its registers by array index; a test compares these offsets with the compiler's")]
[StructLayout(LayoutKind.Explicit)]
internal struct TrapContext
{
    /// <summary>System call argument 4.</summary>
    [FieldOffset(40)]
    internal ulong R8;

    /// <summary>System call argument 5.</summary>
    [FieldOffset(48)]
    internal ulong R9;

    /// <summary>System call argument 3.</summary>
    [FieldOffset(56)]
    internal ulong R10;

    /// <summary>System call argument 0.</summary>
    [FieldOffset(104)]
    internal ulong Rdi;

    /// <summary>System call argument 1.</summary>
    [FieldOffset(112)]
    internal ulong Rsi;

    /// <summary>System call argument 2.</summary>
    [FieldOffset(136)]
    internal ulong Rdx;

    /// <summary>The interrupted thread's stack pointer.</summary>
    [FieldOffset(160)]
    internal ulong Rsp;

    /// <summary>The interrupted instruction's address.</summary>
    [FieldOffset(168)]
    internal ulong Rip;
}
