using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Confinement.Arch.X64;

/// <summary>The registers of an x86_64 ucontext_t that carry a system call's arguments, and its instruction.</summary>
[NotInHeader("mcontext_t names its registers by array index; a test compares these offsets with the compiler's")]
[StructLayout(LayoutKind.Explicit)]
internal struct TrapContext
{
    /// <summary>Argument 4.</summary>
    [FieldOffset(40)]
    internal ulong R8;

    /// <summary>Argument 5.</summary>
    [FieldOffset(48)]
    internal ulong R9;

    /// <summary>Argument 3.</summary>
    [FieldOffset(56)]
    internal ulong R10;

    /// <summary>Argument 0.</summary>
    [FieldOffset(104)]
    internal ulong Rdi;

    /// <summary>Argument 1.</summary>
    [FieldOffset(112)]
    internal ulong Rsi;

    /// <summary>Argument 2.</summary>
    [FieldOffset(136)]
    internal ulong Rdx;

    /// <summary>The stack that the thread was on.</summary>
    [FieldOffset(160)]
    internal ulong Rsp;

    /// <summary>The instruction that the signal interrupted.</summary>
    [FieldOffset(168)]
    internal ulong Rip;
}
