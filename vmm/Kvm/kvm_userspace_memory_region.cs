using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>A range of guest-physical memory and the host memory behind it.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_userspace_memory_region
{
    /// <summary>Which of the slots.</summary>
    public uint slot;

    /// <summary>Dirty logging, read-only.</summary>
    public uint flags;

    /// <summary>Where the guest sees it.</summary>
    public ulong guest_phys_addr;

    /// <summary>Bytes; zero removes the slot.</summary>
    public ulong memory_size;

    /// <summary>Where this process has it.</summary>
    public ulong userspace_addr;
}
