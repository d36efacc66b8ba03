using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A descriptor table register.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_dtable
{
    /// <summary>First linear address.</summary>
    public ulong @base;

    /// <summary>Last offset.</summary>
    public ushort limit;

    /// <summary>Unused.</summary>
    public fixed ushort padding[3];
}
