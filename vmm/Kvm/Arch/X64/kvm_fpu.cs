using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Floating point and SSE state.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_fpu
{
    /// <summary>Eight registers of 16 bytes.</summary>
    public fixed byte fpr[128];

    /// <summary>Control word.</summary>
    public ushort fcw;

    /// <summary>Status word.</summary>
    public ushort fsw;

    /// <summary>Tag word, abridged.</summary>
    public byte ftwx;

    /// <summary>Unused.</summary>
    public byte pad1;

    /// <summary>Last opcode.</summary>
    public ushort last_opcode;

    /// <summary>Last instruction.</summary>
    public ulong last_ip;

    /// <summary>Last operand.</summary>
    public ulong last_dp;

    /// <summary>Sixteen registers of 16 bytes.</summary>
    public fixed byte xmm[256];

    /// <summary>SSE control and status.</summary>
    public uint mxcsr;

    /// <summary>Unused.</summary>
    public uint pad2;
}
