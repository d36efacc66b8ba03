namespace Kiln.Seccomp.Syscalls;

public static partial class NamedConstants
{
    // Most constants come from asm-generic, or from headers shared by all architectures, and have the same value everywhere; the switch
    // lists the others.
    private static ulong? Arm64ValueOf(string name) => name switch
    {
        // asm/fcntl.h: the values of 32-bit Arm, whose programs the kernel also runs. O_TMPFILE contains O_DIRECTORY.
        "O_DIRECTORY" => 0x4000,
        "O_NOFOLLOW" => 0x8000,
        "O_DIRECT" => 0x10000,
        "O_TMPFILE" => 0x404000,

        // A request number encodes the size of its struct; this one has 64 debug registers there.
        "KVM_SET_GUEST_DEBUG" => 0x4208AE9B,

        _ => IsAbsentOnArm64(name) ? null : ValueOf(name),
    };

    // Constants without a header on aarch64, and KVM requests that its kernel does not support even though linux/kvm.h, which is shared,
    // defines them: naming one in an aarch64 profile is a mistake.
    private static bool IsAbsentOnArm64(string name) => name switch
    {
        // asm/prctl.h, for arch_prctl.
        "ARCH_SET_GS" or "ARCH_SET_FS" or "ARCH_GET_FS" or "ARCH_GET_GS" or "ARCH_GET_CPUID" or "ARCH_SET_CPUID" => true,
        "ARCH_GET_XCOMP_SUPP" or "ARCH_GET_XCOMP_PERM" or "ARCH_REQ_XCOMP_PERM" => true,
        "ARCH_GET_XCOMP_GUEST_PERM" or "ARCH_REQ_XCOMP_GUEST_PERM" => true,

        // x86 interrupt controllers and per-vCPU interrupts; the GIC is a device with attributes.
        "KVM_GET_IRQCHIP" or "KVM_SET_IRQCHIP" or "KVM_GET_LAPIC" or "KVM_SET_LAPIC" => true,
        "KVM_TPR_ACCESS_REPORTING" or "KVM_SET_VAPIC_ADDR" or "KVM_INTERRUPT" or "KVM_NMI" or "KVM_SMI" => true,

        // x86 timers and clocks.
        "KVM_CREATE_PIT" or "KVM_GET_PIT" or "KVM_SET_PIT" or "KVM_CREATE_PIT2" or "KVM_GET_PIT2" or "KVM_SET_PIT2" => true,
        "KVM_REINJECT_CONTROL" or "KVM_SET_CLOCK" or "KVM_GET_CLOCK" or "KVM_KVMCLOCK_CTRL" => true,
        "KVM_SET_TSC_KHZ" or "KVM_GET_TSC_KHZ" => true,

        // Setup of an x86 machine and its memory.
        "KVM_SET_NR_MMU_PAGES" or "KVM_SET_TSS_ADDR" or "KVM_SET_IDENTITY_MAP_ADDR" or "KVM_SET_BOOT_CPU_ID" => true,
        "KVM_TRANSLATE" => true,

        // Grouped registers; aarch64 has KVM_GET_ONE_REG and KVM_SET_ONE_REG.
        "KVM_GET_REGS" or "KVM_SET_REGS" or "KVM_GET_SREGS" or "KVM_SET_SREGS" or "KVM_GET_SREGS2" or "KVM_SET_SREGS2" => true,
        "KVM_GET_FPU" or "KVM_SET_FPU" or "KVM_GET_XSAVE" or "KVM_SET_XSAVE" or "KVM_GET_XSAVE2" => true,
        "KVM_GET_XCRS" or "KVM_SET_XCRS" or "KVM_GET_DEBUGREGS" or "KVM_SET_DEBUGREGS" => true,
        "KVM_GET_NESTED_STATE" or "KVM_SET_NESTED_STATE" => true,

        // CPUID, model-specific registers and machine checks; the PMU event filter is a vCPU attribute there.
        "KVM_GET_SUPPORTED_CPUID" or "KVM_GET_EMULATED_CPUID" or "KVM_GET_SUPPORTED_HV_CPUID" => true,
        "KVM_SET_CPUID" or "KVM_SET_CPUID2" or "KVM_GET_CPUID2" => true,
        "KVM_GET_MSR_INDEX_LIST" or "KVM_GET_MSR_FEATURE_INDEX_LIST" or "KVM_GET_MSRS" or "KVM_SET_MSRS" => true,
        "KVM_X86_SET_MSR_FILTER" or "KVM_SET_PMU_EVENT_FILTER" => true,
        "KVM_X86_SETUP_MCE" or "KVM_X86_GET_MCE_CAP_SUPPORTED" or "KVM_X86_SET_MCE" => true,

        // Other hypervisors' interfaces.
        "KVM_XEN_HVM_CONFIG" or "KVM_XEN_HVM_GET_ATTR" or "KVM_XEN_HVM_SET_ATTR" or "KVM_XEN_HVM_EVTCHN_SEND" => true,
        "KVM_XEN_VCPU_GET_ATTR" or "KVM_XEN_VCPU_SET_ATTR" or "KVM_HYPERV_EVENTFD" => true,

        // Encrypted x86 guests.
        "KVM_MEMORY_ENCRYPT_OP" or "KVM_MEMORY_ENCRYPT_REG_REGION" or "KVM_MEMORY_ENCRYPT_UNREG_REGION" => true,

        // A PowerPC request.
        "KVM_DIRTY_TLB" => true,

        _ => false,
    };
}
