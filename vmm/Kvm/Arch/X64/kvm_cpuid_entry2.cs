using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>One CPUID leaf or subleaf.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_cpuid_entry2
{
    /// <summary>The leaf, given in eax.</summary>
    public uint function;

    /// <summary>The subleaf, given in ecx.</summary>
    public uint index;

    /// <summary>KVM_CPUID_FLAG_ bits: whether the subleaf is significant.</summary>
    public uint flags;

    public uint eax;

    public uint ebx;

    public uint ecx;

    public uint edx;

    public fixed uint padding[3];
}
