using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A port access, as KVM_EXIT_IO describes it.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->io)")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_run_io
{
    public KvmPortDirection direction;

    /// <summary>Bytes per item: 1, 2 or 4.</summary>
    public byte size;

    public ushort port;

    /// <summary>Number of items: more than one for a string instruction.</summary>
    public uint count;

    /// <summary>Offset of the items in the page shared with the kernel.</summary>
    public ulong data_offset;
}
