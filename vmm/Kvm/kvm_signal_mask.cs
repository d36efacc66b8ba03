using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>The header of a signal set; the set follows it.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_signal_mask
{
    /// <summary>Bytes of the set: 8, the kernel's own size.</summary>
    public uint len;
}
