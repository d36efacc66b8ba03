using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Flags of KVM_CREATE_PIT2.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmPitFlags : uint
{
    /// <summary>The kernel emulates the speaker port, so a guest that probes it causes no exits.</summary>
    KVM_PIT_SPEAKER_DUMMY = 1,
}
