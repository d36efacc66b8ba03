using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Segment registers, descriptor tables, control registers and the pending interrupt.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_sregs
{
    public kvm_segment cs;

    public kvm_segment ds;

    public kvm_segment es;

    public kvm_segment fs;

    public kvm_segment gs;

    public kvm_segment ss;

    /// <summary>Task register.</summary>
    public kvm_segment tr;

    public kvm_segment ldt;

    public kvm_dtable gdt;

    public kvm_dtable idt;

    public ulong cr0;

    public ulong cr2;

    public ulong cr3;

    public ulong cr4;

    public ulong cr8;

    public ulong efer;

    /// <summary>Base address and enable bits of the local APIC (IA32_APIC_BASE).</summary>
    public ulong apic_base;

    /// <summary>Bitmap of vectors with at most one bit set: the external interrupt acknowledged but not yet injected.</summary>
    public fixed ulong interrupt_bitmap[4];
}
