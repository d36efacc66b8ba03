using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Numbers of the ioctl requests of KVM, each on the system, the virtual machine or the vCPU descriptor.</summary>
[CHeader("linux/kvm.h")]
internal static class KvmRequest
{
    /// <summary>System: the stable API's version, 12.</summary>
    internal const uint KVM_GET_API_VERSION = 0xAE00;

    /// <summary>System: makes a virtual machine.</summary>
    internal const uint KVM_CREATE_VM = 0xAE01;

    /// <summary>System: whether an extension is there.</summary>
    internal const uint KVM_CHECK_EXTENSION = 0xAE03;

    /// <summary>System: bytes of a vCPU's shared page.</summary>
    internal const uint KVM_GET_VCPU_MMAP_SIZE = 0xAE04;

    /// <summary>System: the CPUID leaves that a guest can be given.</summary>
    internal const uint KVM_GET_SUPPORTED_CPUID = 0xC008AE05;

    /// <summary>VM: makes a vCPU.</summary>
    internal const uint KVM_CREATE_VCPU = 0xAE41;

    /// <summary>VM: puts host memory at a guest-physical address.</summary>
    internal const uint KVM_SET_USER_MEMORY_REGION = 0x4020AE46;

    /// <summary>VM: three pages that Intel hosts need below 4 GiB.</summary>
    internal const uint KVM_SET_TSS_ADDR = 0xAE47;

    /// <summary>VM: interrupt controllers in the kernel.</summary>
    internal const uint KVM_CREATE_IRQCHIP = 0xAE60;

    /// <summary>VM: an eventfd that raises an interrupt.</summary>
    internal const uint KVM_IRQFD = 0x4020AE76;

    /// <summary>VM: the interval timer in the kernel.</summary>
    internal const uint KVM_CREATE_PIT2 = 0x4040AE77;

    /// <summary>VM: an eventfd that a guest's write to an address signals.</summary>
    internal const uint KVM_IOEVENTFD = 0x4040AE79;

    /// <summary>vCPU: enters the guest.</summary>
    internal const uint KVM_RUN = 0xAE80;

    /// <summary>vCPU: writes the general registers.</summary>
    internal const uint KVM_SET_REGS = 0x4090AE82;

    /// <summary>vCPU: reads segments, control registers and the like.</summary>
    internal const uint KVM_GET_SREGS = 0x8138AE83;

    /// <summary>vCPU: writes segments, control registers and the like.</summary>
    internal const uint KVM_SET_SREGS = 0x4138AE84;

    /// <summary>vCPU: reads model-specific registers.</summary>
    internal const uint KVM_GET_MSRS = 0xC008AE88;

    /// <summary>vCPU: writes model-specific registers.</summary>
    internal const uint KVM_SET_MSRS = 0x4008AE89;

    /// <summary>vCPU: the signals that are blocked while the guest runs.</summary>
    internal const uint KVM_SET_SIGNAL_MASK = 0x4004AE8B;

    /// <summary>vCPU: writes the floating point state.</summary>
    internal const uint KVM_SET_FPU = 0x41A0AE8D;

    /// <summary>vCPU: reads the local interrupt controller.</summary>
    internal const uint KVM_GET_LAPIC = 0x8400AE8E;

    /// <summary>vCPU: writes the local interrupt controller.</summary>
    internal const uint KVM_SET_LAPIC = 0x4400AE8F;

    /// <summary>vCPU: sets the CPUID leaves that the guest sees.</summary>
    internal const uint KVM_SET_CPUID2 = 0x4008AE90;

    /// <summary>vCPU: reads the CPUID leaves that the guest sees.</summary>
    internal const uint KVM_GET_CPUID2 = 0xC008AE91;

    /// <summary>vCPU: tells the guest's paravirtual clock that the guest was stopped by its host.</summary>
    internal const uint KVM_KVMCLOCK_CTRL = 0xAEAD;
}
