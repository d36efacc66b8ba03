using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Flags of the PIT's state.</summary>
[CHeader("asm/kvm.h")]
[Flags]
internal enum KvmPitStateFlags : uint
{
    /// <summary>The HPET has taken over the PIT's interrupt.</summary>
    KVM_PIT_FLAGS_HPET_LEGACY = 1,

    KVM_PIT_FLAGS_SPEAKER_DATA_ON = 2,
}
