using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The header of a list of MSR indexes; the indexes follow it.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_msr_list
{
    /// <summary>In: room for this many indexes. Out: the number of indexes.</summary>
    public uint nmsrs;
}
