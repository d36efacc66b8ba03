using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Segments, tables, control registers, and interrupts not yet taken.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_sregs
{
    /// <summary>Segment register cs.</summary>
    public kvm_segment cs;

    /// <summary>Segment register ds.</summary>
    public kvm_segment ds;

    /// <summary>Segment register es.</summary>
    public kvm_segment es;

    /// <summary>Segment register fs.</summary>
    public kvm_segment fs;

    /// <summary>Segment register gs.</summary>
    public kvm_segment gs;

    /// <summary>Segment register ss.</summary>
    public kvm_segment ss;

    /// <summary>Segment register tr.</summary>
    public kvm_segment tr;

    /// <summary>Segment register ldt.</summary>
    public kvm_segment ldt;

    /// <summary>Global descriptor table.</summary>
    public kvm_dtable gdt;

    /// <summary>Interrupt descriptor table.</summary>
    public kvm_dtable idt;

    /// <summary>Control register 0.</summary>
    public ulong cr0;

    /// <summary>Page fault address.</summary>
    public ulong cr2;

    /// <summary>Page table root.</summary>
    public ulong cr3;

    /// <summary>Control register 4.</summary>
    public ulong cr4;

    /// <summary>Task priority.</summary>
    public ulong cr8;

    /// <summary>Extended features.</summary>
    public ulong efer;

    /// <summary>Where the local APIC is.</summary>
    public ulong apic_base;

    /// <summary>The interrupt to inject.</summary>
    public fixed ulong interrupt_bitmap[4];
}
