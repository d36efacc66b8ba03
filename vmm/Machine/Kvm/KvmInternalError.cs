using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Kvm;

/// <summary>Why KVM itself gave up on a guest.</summary>
[CHeader("linux/kvm.h")]
internal enum KvmInternalError : uint
{
    /// <summary>An instruction that it would have to emulate and cannot.</summary>
    KVM_INTERNAL_ERROR_EMULATION = 1,
}
