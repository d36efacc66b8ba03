using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Extensions of KVM that a microVM cannot do without.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmCapability
{
    /// <summary>Interrupt controllers in the kernel.</summary>
    KVM_CAP_IRQCHIP = 0,

    /// <summary>Guest memory from this process.</summary>
    KVM_CAP_USER_MEMORY = 3,

    /// <summary>A place for the task state segment.</summary>
    KVM_CAP_SET_TSS_ADDR = 4,

    /// <summary>CPUID with subleaves.</summary>
    KVM_CAP_EXT_CPUID = 7,

    /// <summary>Run states of vCPUs.</summary>
    KVM_CAP_MP_STATE = 14,

    /// <summary>Interrupts by eventfd.</summary>
    KVM_CAP_IRQFD = 32,

    /// <summary>The interval timer.</summary>
    KVM_CAP_PIT2 = 33,

    /// <summary>The interval timer's state.</summary>
    KVM_CAP_PIT_STATE2 = 35,

    /// <summary>Doorbells by eventfd.</summary>
    KVM_CAP_IOEVENTFD = 36,

    /// <summary>The paravirtual clock.</summary>
    KVM_CAP_ADJUST_CLOCK = 39,

    /// <summary>Pending events of vCPUs.</summary>
    KVM_CAP_VCPU_EVENTS = 41,

    /// <summary>Debug registers.</summary>
    KVM_CAP_DEBUGREGS = 50,

    /// <summary>Extended processor state.</summary>
    KVM_CAP_XSAVE = 55,

    /// <summary>Extended control registers.</summary>
    KVM_CAP_XCRS = 56,

    /// <summary>Leaving KVM_RUN without a race.</summary>
    KVM_CAP_IMMEDIATE_EXIT = 136,
}
