using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Flags of a slot of guest memory.</summary>
[CHeader("linux/kvm.h")]
[Flags]
internal enum KvmMemoryFlags : uint
{
    /// <summary>Log the pages that are written.</summary>
    KVM_MEM_LOG_DIRTY_PAGES = 1 << 0,
}
