using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>ioctl request numbers of KVM, each marked with the descriptor that takes it: system, VM or vCPU.</summary>
[CHeader("linux/kvm.h")]
internal static class KvmRequest
{
    /// <summary>System: returns the version of the API, 12.</summary>
    internal const uint KVM_GET_API_VERSION = 0xAE00;

    /// <summary>System: creates a virtual machine.</summary>
    internal const uint KVM_CREATE_VM = 0xAE01;

    /// <summary>System: lists the MSRs to save.</summary>
    internal const uint KVM_GET_MSR_INDEX_LIST = 0xC004AE02;

    /// <summary>System or VM: asks for an extension; 0 means absent.</summary>
    internal const uint KVM_CHECK_EXTENSION = 0xAE03;

    /// <summary>System: returns the size in bytes of the page that a vCPU shares with the kernel.</summary>
    internal const uint KVM_GET_VCPU_MMAP_SIZE = 0xAE04;

    /// <summary>System: lists the CPUID leaves that a guest can be given.</summary>
    internal const uint KVM_GET_SUPPORTED_CPUID = 0xC008AE05;

    /// <summary>VM: creates a vCPU.</summary>
    internal const uint KVM_CREATE_VCPU = 0xAE41;

    /// <summary>VM: reads and clears a memory slot's log of written pages.</summary>
    internal const uint KVM_GET_DIRTY_LOG = 0x4010AE42;

    /// <summary>VM: maps host memory at a guest-physical address.</summary>
    internal const uint KVM_SET_USER_MEMORY_REGION = 0x4020AE46;

    /// <summary>VM: places the three pages below 4 GiB that Intel hosts need.</summary>
    internal const uint KVM_SET_TSS_ADDR = 0xAE47;

    /// <summary>VM: creates the interrupt controllers in the kernel.</summary>
    internal const uint KVM_CREATE_IRQCHIP = 0xAE60;

    /// <summary>VM: reads a PIC or the IOAPIC.</summary>
    internal const uint KVM_GET_IRQCHIP = 0xC208AE62;

    /// <summary>VM: writes a PIC or the IOAPIC.</summary>
    internal const uint KVM_SET_IRQCHIP = 0x8208AE63;

    /// <summary>VM: makes an eventfd raise an interrupt.</summary>
    internal const uint KVM_IRQFD = 0x4020AE76;

    /// <summary>VM: creates the PIT in the kernel.</summary>
    internal const uint KVM_CREATE_PIT2 = 0x4040AE77;

    /// <summary>VM: makes a guest's write to an address signal an eventfd.</summary>
    internal const uint KVM_IOEVENTFD = 0x4040AE79;

    /// <summary>VM: writes the paravirtual clock.</summary>
    internal const uint KVM_SET_CLOCK = 0x4030AE7B;

    /// <summary>VM: reads the paravirtual clock.</summary>
    internal const uint KVM_GET_CLOCK = 0x8030AE7C;

    /// <summary>vCPU: enters the guest.</summary>
    internal const uint KVM_RUN = 0xAE80;

    /// <summary>vCPU: reads the general registers.</summary>
    internal const uint KVM_GET_REGS = 0x8090AE81;

    /// <summary>vCPU: writes the general registers.</summary>
    internal const uint KVM_SET_REGS = 0x4090AE82;

    /// <summary>vCPU: reads the segment, descriptor table and control registers.</summary>
    internal const uint KVM_GET_SREGS = 0x8138AE83;

    /// <summary>vCPU: writes the segment, descriptor table and control registers.</summary>
    internal const uint KVM_SET_SREGS = 0x4138AE84;

    /// <summary>vCPU: reads MSRs; returns how many.</summary>
    internal const uint KVM_GET_MSRS = 0xC008AE88;

    /// <summary>vCPU: writes MSRs; returns how many.</summary>
    internal const uint KVM_SET_MSRS = 0x4008AE89;

    /// <summary>vCPU: sets the signals to block while the guest runs.</summary>
    internal const uint KVM_SET_SIGNAL_MASK = 0x4004AE8B;

    /// <summary>vCPU: writes the x87 and SSE state.</summary>
    internal const uint KVM_SET_FPU = 0x41A0AE8D;

    /// <summary>vCPU: reads the local APIC.</summary>
    internal const uint KVM_GET_LAPIC = 0x8400AE8E;

    /// <summary>vCPU: writes the local APIC.</summary>
    internal const uint KVM_SET_LAPIC = 0x4400AE8F;

    /// <summary>vCPU: sets the CPUID leaves that the guest sees.</summary>
    internal const uint KVM_SET_CPUID2 = 0x4008AE90;

    /// <summary>vCPU: reads the CPUID leaves that the guest sees.</summary>
    internal const uint KVM_GET_CPUID2 = 0xC008AE91;

    /// <summary>vCPU: reads its run state, after applying a pending INIT or SIPI.</summary>
    internal const uint KVM_GET_MP_STATE = 0x8004AE98;

    /// <summary>vCPU: writes its run state.</summary>
    internal const uint KVM_SET_MP_STATE = 0x4004AE99;

    /// <summary>vCPU: reads its pending events.</summary>
    internal const uint KVM_GET_VCPU_EVENTS = 0x8040AE9F;

    /// <summary>VM: reads the PIT.</summary>
    internal const uint KVM_GET_PIT2 = 0x8070AE9F;

    /// <summary>vCPU: writes its pending events.</summary>
    internal const uint KVM_SET_VCPU_EVENTS = 0x4040AEA0;

    /// <summary>VM: writes the PIT.</summary>
    internal const uint KVM_SET_PIT2 = 0x4070AEA0;

    /// <summary>vCPU: reads the debug registers.</summary>
    internal const uint KVM_GET_DEBUGREGS = 0x8080AEA1;

    /// <summary>vCPU: writes the debug registers.</summary>
    internal const uint KVM_SET_DEBUGREGS = 0x4080AEA2;

    /// <summary>vCPU: sets the rate of its time stamp counter in kHz.</summary>
    internal const uint KVM_SET_TSC_KHZ = 0xAEA2;

    /// <summary>vCPU: returns the rate of its time stamp counter in kHz.</summary>
    internal const uint KVM_GET_TSC_KHZ = 0xAEA3;

    /// <summary>vCPU: reads the first 4096 bytes of the extended state.</summary>
    internal const uint KVM_GET_XSAVE = 0x9000AEA4;

    /// <summary>vCPU: writes the whole extended state.</summary>
    internal const uint KVM_SET_XSAVE = 0x5000AEA5;

    /// <summary>vCPU: reads the extended control registers.</summary>
    internal const uint KVM_GET_XCRS = 0x8188AEA6;

    /// <summary>vCPU: writes the extended control registers.</summary>
    internal const uint KVM_SET_XCRS = 0x4188AEA7;

    /// <summary>vCPU: tells the guest's paravirtual clock that the host paused the guest.</summary>
    internal const uint KVM_KVMCLOCK_CTRL = 0xAEAD;

    /// <summary>vCPU: reads the whole extended state.</summary>
    internal const uint KVM_GET_XSAVE2 = 0x9000AECF;
}
