using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Why KVM could not continue.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->internal)")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_run_internal
{
    /// <summary>A value of <see cref="KvmInternalError"/>.</summary>
    public uint suberror;

    /// <summary>Number of valid words in <see cref="data"/>.</summary>
    public uint ndata;

    /// <summary>Details that depend on the suberror.</summary>
    public fixed ulong data[16];
}
