using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A descriptor table register, GDTR or IDTR.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_dtable
{
    /// <summary>Linear address of the table.</summary>
    public ulong @base;

    /// <summary>Size of the table in bytes, minus one.</summary>
    public ushort limit;

    public fixed ushort padding[3];
}
