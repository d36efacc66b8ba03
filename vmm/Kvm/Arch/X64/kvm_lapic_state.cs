using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The registers of a local APIC, at the offsets of the Intel SDM, volume 3, table 11-1.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_lapic_state
{
    public Registers regs;

    /// <summary>KVM_APIC_REG_SIZE bytes; each register takes the first 4 of 16 bytes.</summary>
    [NotInHeader("an array of bytes")]
    [InlineArray(0x400)]
    internal struct Registers
    {
        private byte _first;
    }
}
