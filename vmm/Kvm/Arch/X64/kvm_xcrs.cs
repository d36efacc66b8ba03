using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The extended control registers: XCR0 selects the components of the extended state that the guest has enabled.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_xcrs
{
    public uint nr_xcrs;

    /// <summary>Reserved, must be zero.</summary>
    public uint flags;

    public Registers xcrs;

    public fixed ulong padding[16];

    /// <summary>KVM_MAX_XCRS registers, of which the first <see cref="nr_xcrs"/> are valid.</summary>
    [NotInHeader("an array of kvm_xcr")]
    [InlineArray(16)]
    internal struct Registers
    {
        private kvm_xcr _first;
    }
}
