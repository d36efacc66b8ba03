using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>An extended control register and its value.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_xcr
{
    /// <summary>Number of the register; 0 is XCR0.</summary>
    public uint xcr;

    /// <summary>Reserved, must be zero.</summary>
    public uint reserved;

    public ulong value;
}
