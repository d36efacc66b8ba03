using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Why KVM itself gave up.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->internal)")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_run_internal
{
    /// <summary>1 is an instruction that cannot be emulated.</summary>
    public uint suberror;

    /// <summary>Words of data.</summary>
    public uint ndata;

    /// <summary>Depends on the suberror.</summary>
    public fixed ulong data[16];
}
