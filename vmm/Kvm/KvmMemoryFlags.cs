using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>What the kernel does with a slot of guest memory besides having it.</summary>
[CHeader("linux/kvm.h")]
[Flags]
internal enum KvmMemoryFlags : uint
{
    /// <summary>Records which pages are written.</summary>
    KVM_MEM_LOG_DIRTY_PAGES = 1 << 0,
}
