using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>The request that a guest makes of the system.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->system_event)")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_run_system_event
{
    public KvmSystemEvent type;

    /// <summary>Number of valid words in <see cref="data"/>.</summary>
    public uint ndata;

    /// <summary>Details that depend on the type.</summary>
    public fixed ulong data[16];
}
