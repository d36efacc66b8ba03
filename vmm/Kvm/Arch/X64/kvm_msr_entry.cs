using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>An MSR and its value.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_msr_entry
{
    public uint index;

    /// <summary>Reserved, must be zero.</summary>
    public uint reserved;

    public ulong data;
}
