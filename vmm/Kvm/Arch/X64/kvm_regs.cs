using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>General registers of a vCPU.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_regs
{
    /// <summary>Register rax.</summary>
    public ulong rax;

    /// <summary>Register rbx.</summary>
    public ulong rbx;

    /// <summary>Register rcx.</summary>
    public ulong rcx;

    /// <summary>Register rdx.</summary>
    public ulong rdx;

    /// <summary>Register rsi.</summary>
    public ulong rsi;

    /// <summary>Register rdi.</summary>
    public ulong rdi;

    /// <summary>Stack pointer.</summary>
    public ulong rsp;

    /// <summary>Frame pointer.</summary>
    public ulong rbp;

    /// <summary>Register r8.</summary>
    public ulong r8;

    /// <summary>Register r9.</summary>
    public ulong r9;

    /// <summary>Register r10.</summary>
    public ulong r10;

    /// <summary>Register r11.</summary>
    public ulong r11;

    /// <summary>Register r12.</summary>
    public ulong r12;

    /// <summary>Register r13.</summary>
    public ulong r13;

    /// <summary>Register r14.</summary>
    public ulong r14;

    /// <summary>Register r15.</summary>
    public ulong r15;

    /// <summary>Instruction pointer.</summary>
    public ulong rip;

    /// <summary>Flags.</summary>
    public ulong rflags;
}
