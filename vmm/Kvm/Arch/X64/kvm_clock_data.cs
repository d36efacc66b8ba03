using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A virtual machine's paravirtual clock, with the host's clocks at the same moment.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_clock_data
{
    /// <summary>The guest's clock, in nanoseconds.</summary>
    public ulong clock;

    /// <summary>After a read: which other fields are valid. For a write: which of them KVM takes into account.</summary>
    public KvmClockFlags flags;

    public uint pad0;

    /// <summary>Nanoseconds since 1970 by the host's clock.</summary>
    public ulong realtime;

    public ulong host_tsc;

    public fixed uint pad[4];
}
