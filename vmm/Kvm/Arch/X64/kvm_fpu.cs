using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>x87 and SSE state.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_fpu
{
    /// <summary>Eight x87 registers of 16 bytes each.</summary>
    public fixed byte fpr[128];

    public ushort fcw;

    public ushort fsw;

    /// <summary>Tag word in FXSAVE's abridged form.</summary>
    public byte ftwx;

    public byte pad1;

    public ushort last_opcode;

    /// <summary>Address of the last x87 instruction.</summary>
    public ulong last_ip;

    /// <summary>Address of the last x87 operand.</summary>
    public ulong last_dp;

    /// <summary>Sixteen XMM registers of 16 bytes each.</summary>
    public fixed byte xmm[256];

    public uint mxcsr;

    public uint pad2;
}
