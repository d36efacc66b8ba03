using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The registers of a local interrupt controller, at the offsets of the Intel SDM, volume 3, table 11-1.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_lapic_state
{
    /// <summary>KVM_APIC_REG_SIZE bytes.</summary>
    public Registers regs;

    /// <summary>Bytes, each register in the first four of sixteen.</summary>
    [NotInHeader("an array of bytes")]
    [InlineArray(0x400)]
    internal struct Registers
    {
        private byte _first;
    }
}
