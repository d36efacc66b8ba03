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

    /// <summary>Whether the subleaf counts.</summary>
    public uint flags;

    /// <summary>Result.</summary>
    public uint eax;

    /// <summary>Result.</summary>
    public uint ebx;

    /// <summary>Result.</summary>
    public uint ecx;

    /// <summary>Result.</summary>
    public uint edx;

    /// <summary>Unused.</summary>
    public fixed uint padding[3];
}
