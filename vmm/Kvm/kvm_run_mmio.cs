using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>A memory access, as KVM_EXIT_MMIO describes it.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->mmio)")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_run_mmio
{
    /// <summary>Guest-physical address.</summary>
    public ulong phys_addr;

    /// <summary>The bytes written, or where the bytes read go.</summary>
    public fixed byte data[8];

    /// <summary>Bytes: 1 to 8.</summary>
    public uint len;

    /// <summary>Nonzero for a write.</summary>
    public byte is_write;
}
