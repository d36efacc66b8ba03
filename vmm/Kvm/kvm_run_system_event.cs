using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>What the guest asked of the system.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->system_event)")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_run_system_event
{
    /// <summary>Shutdown or reset.</summary>
    public KvmSystemEvent type;

    /// <summary>Words of data.</summary>
    public uint ndata;

    /// <summary>Depends on the type.</summary>
    public fixed ulong data[16];
}
