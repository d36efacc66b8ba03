using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>A slot of guest memory and the host memory that backs it.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_userspace_memory_region
{
    /// <summary>Number of the slot.</summary>
    public uint slot;

    /// <summary>Bits of <see cref="KvmMemoryFlags"/>.</summary>
    public uint flags;

    /// <summary>Guest-physical address, page-aligned.</summary>
    public ulong guest_phys_addr;

    /// <summary>Bytes; 0 removes the slot.</summary>
    public ulong memory_size;

    /// <summary>Address in this process.</summary>
    public ulong userspace_addr;
}
