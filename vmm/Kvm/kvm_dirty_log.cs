using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Where KVM_GET_DIRTY_LOG writes a memory slot's log.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_dirty_log
{
    public uint slot;

    public uint padding1;

    /// <summary>One bit per page of the slot, in whole 64-bit words. The header has it in a union.</summary>
    public void* dirty_bitmap;
}
