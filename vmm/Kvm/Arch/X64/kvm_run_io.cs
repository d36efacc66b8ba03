using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A port access, as KVM_EXIT_IO describes it.</summary>
[CHeader("linux/kvm.h", CType = "__typeof__(((struct kvm_run *)0)->io)")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_run_io
{
    /// <summary>Read or write.</summary>
    public KvmPortDirection direction;

    /// <summary>Bytes an item: 1, 2 or 4.</summary>
    public byte size;

    /// <summary>The port.</summary>
    public ushort port;

    /// <summary>Items, more than one for a string instruction.</summary>
    public uint count;

    /// <summary>Where in the shared page the items are.</summary>
    public ulong data_offset;
}
