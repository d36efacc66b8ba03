using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Kvm;

/// <summary>What a guest asked of the system with KVM_EXIT_SYSTEM_EVENT.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmSystemEvent : uint
{
    /// <summary>Power off.</summary>
    KVM_SYSTEM_EVENT_SHUTDOWN = 1,

    /// <summary>Restart.</summary>
    KVM_SYSTEM_EVENT_RESET = 2,
}
