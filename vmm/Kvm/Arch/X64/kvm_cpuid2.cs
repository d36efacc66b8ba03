using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The header of a list of CPUID leaves; the leaves follow it.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_cpuid2
{
    /// <summary>In: room for this many leaves. Out: the number of leaves.</summary>
    public uint nent;

    public uint padding;
}
