using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A model-specific register and its value.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_msr_entry
{
    /// <summary>Which register.</summary>
    public uint index;

    /// <summary>Zero.</summary>
    public uint reserved;

    /// <summary>Its value.</summary>
    public ulong data;
}
