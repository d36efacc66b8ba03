using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Why KVM_RUN returned.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmExitReason : uint
{
    /// <summary>A hardware exit reason that KVM does not know.</summary>
    KVM_EXIT_UNKNOWN = 0,

    /// <summary>The guest read or wrote a port.</summary>
    KVM_EXIT_IO = 2,

    /// <summary>The processor halted, and the kernel does not emulate the interrupt controller.</summary>
    KVM_EXIT_HLT = 5,

    /// <summary>The guest read or wrote memory that no slot backs.</summary>
    KVM_EXIT_MMIO = 6,

    /// <summary>A triple fault.</summary>
    KVM_EXIT_SHUTDOWN = 8,

    /// <summary>The hardware refused to enter the guest.</summary>
    KVM_EXIT_FAIL_ENTRY = 9,

    /// <summary>A signal is pending.</summary>
    KVM_EXIT_INTR = 10,

    /// <summary>KVM could not continue, for example at an instruction that it cannot emulate.</summary>
    KVM_EXIT_INTERNAL_ERROR = 17,

    /// <summary>The guest asked for a shutdown or a reset.</summary>
    KVM_EXIT_SYSTEM_EVENT = 24,
}

/// <summary>Why KVM could not continue.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmInternalError : uint
{
    /// <summary>KVM had to emulate an instruction and cannot.</summary>
    KVM_INTERNAL_ERROR_EMULATION = 1,
}

/// <summary>What a guest requested with KVM_EXIT_SYSTEM_EVENT.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmSystemEvent : uint
{
    KVM_SYSTEM_EVENT_SHUTDOWN = 1,

    KVM_SYSTEM_EVENT_RESET = 2,
}
