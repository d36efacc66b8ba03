using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The head of a list of model-specific registers; the entries follow it.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_msrs
{
    /// <summary>How many entries.</summary>
    public uint nmsrs;

    /// <summary>Zero.</summary>
    public uint pad;
}
