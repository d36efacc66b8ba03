using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>State of the IOAPIC.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_ioapic_state
{
    /// <summary>Guest-physical address of its registers.</summary>
    public ulong base_address;

    /// <summary>The selected register.</summary>
    public uint ioregsel;

    /// <summary>IOAPIC ID of the controller.</summary>
    public uint id;

    /// <summary>Interrupt request register, one bit per pin.</summary>
    public uint irr;

    public uint pad;

    /// <summary>Redirection table: vector, destination and delivery state for each of KVM_IOAPIC_NUM_PINS pins.</summary>
    public fixed ulong redirtbl[24];
}
