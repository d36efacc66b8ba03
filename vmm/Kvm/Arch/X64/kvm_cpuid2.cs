using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The head of a list of CPUID leaves; the leaves follow it.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_cpuid2
{
    /// <summary>Room for leaves, and how many there are.</summary>
    public uint nent;

    /// <summary>Unused.</summary>
    public uint padding;
}
