using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Extensions of KVM that a microVM requires, or that loading a saved one depends on.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmCapability
{
    /// <summary>Interrupt controllers emulated by the kernel.</summary>
    KVM_CAP_IRQCHIP = 0,

    /// <summary>Guest memory mapped by this process.</summary>
    KVM_CAP_USER_MEMORY = 3,

    /// <summary>Placement of the task state segment that Intel hosts need.</summary>
    KVM_CAP_SET_TSS_ADDR = 4,

    /// <summary>Setting the guest's CPUID, subleaves included.</summary>
    KVM_CAP_EXT_CPUID = 7,

    /// <summary>Reading and setting whether a vCPU runs.</summary>
    KVM_CAP_MP_STATE = 14,

    /// <summary>Interrupts raised by an eventfd.</summary>
    KVM_CAP_IRQFD = 32,

    KVM_CAP_PIT2 = 33,

    KVM_CAP_PIT_STATE2 = 35,

    /// <summary>Guest writes that signal an eventfd.</summary>
    KVM_CAP_IOEVENTFD = 36,

    KVM_CAP_ADJUST_CLOCK = 39,

    KVM_CAP_VCPU_EVENTS = 41,

    KVM_CAP_DEBUGREGS = 50,

    KVM_CAP_XSAVE = 55,

    KVM_CAP_XCRS = 56,

    /// <summary>Guests whose time stamp counter runs at another rate than the host's.</summary>
    KVM_CAP_TSC_CONTROL = 60,

    /// <summary>Making KVM_RUN return without a race against a signal.</summary>
    KVM_CAP_IMMEDIATE_EXIT = 136,

    /// <summary>Extended state of more than 4096 bytes; asked of a virtual machine, the answer is its length. Linux 5.17 and later.</summary>
    KVM_CAP_XSAVE2 = 208,
}
