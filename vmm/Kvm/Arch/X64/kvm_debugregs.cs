using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_debugregs
{
    /// <summary>Breakpoint addresses, DR0 to DR3.</summary>
    public fixed ulong db[4];

    /// <summary>Status: which breakpoints were hit.</summary>
    public ulong dr6;

    /// <summary>Control: which breakpoints are enabled.</summary>
    public ulong dr7;

    /// <summary>Reserved, must be zero.</summary>
    public ulong flags;

    public fixed ulong reserved[9];
}
