using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Argument of KVM_CREATE_PIT2.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_pit_config
{
    /// <summary>Bits of <see cref="KvmPitFlags"/>.</summary>
    public uint flags;

    public fixed uint pad[15];
}
