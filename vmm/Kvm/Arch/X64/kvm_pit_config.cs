using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>How the interval timer is made.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_pit_config
{
    /// <summary>See KvmPitFlags.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public fixed uint pad[15];
}
