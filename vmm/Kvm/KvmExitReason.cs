using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Why KVM_RUN returned.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmExitReason : uint
{
    /// <summary>A reason of the hardware that KVM does not know.</summary>
    KVM_EXIT_UNKNOWN = 0,

    /// <summary>A port was read or written.</summary>
    KVM_EXIT_IO = 2,

    /// <summary>The processor halted without an interrupt controller in the kernel.</summary>
    KVM_EXIT_HLT = 5,

    /// <summary>Memory that is not backed was read or written.</summary>
    KVM_EXIT_MMIO = 6,

    /// <summary>A triple fault.</summary>
    KVM_EXIT_SHUTDOWN = 8,

    /// <summary>The hardware refused to enter the guest.</summary>
    KVM_EXIT_FAIL_ENTRY = 9,

    /// <summary>A signal is pending.</summary>
    KVM_EXIT_INTR = 10,

    /// <summary>KVM itself gave up, for example on an instruction that it cannot emulate.</summary>
    KVM_EXIT_INTERNAL_ERROR = 17,

    /// <summary>The guest asked for a shutdown or a reset.</summary>
    KVM_EXIT_SYSTEM_EVENT = 24,
}

/// <summary>Why KVM itself gave up on a guest.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmInternalError : uint
{
    /// <summary>An instruction that it would have to emulate and cannot.</summary>
    KVM_INTERNAL_ERROR_EMULATION = 1,
}

/// <summary>What a guest asked of the system with KVM_EXIT_SYSTEM_EVENT.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmSystemEvent : uint
{
    /// <summary>Power off.</summary>
    KVM_SYSTEM_EVENT_SHUTDOWN = 1,

    /// <summary>Restart.</summary>
    KVM_SYSTEM_EVENT_RESET = 2,
}
