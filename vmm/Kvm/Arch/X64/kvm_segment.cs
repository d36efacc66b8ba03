using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A segment register with its hidden part, the cached descriptor.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_segment
{
    /// <summary>Linear address of the segment.</summary>
    public ulong @base;

    /// <summary>Size of the segment in bytes, minus one.</summary>
    public uint limit;

    /// <summary>Index into the descriptor table, with table indicator and RPL.</summary>
    public ushort selector;

    public byte type;

    public byte present;

    /// <summary>Privilege level, 0 to 3.</summary>
    public byte dpl;

    /// <summary>Default operand size is 32 bits.</summary>
    public byte db;

    /// <summary>Code or data segment, as opposed to a system segment.</summary>
    public byte s;

    public byte l;

    /// <summary>Granularity: the descriptor's limit counts 4 KiB pages.</summary>
    public byte g;

    /// <summary>Available to software; the processor ignores it.</summary>
    public byte avl;

    /// <summary>The register has no valid segment loaded (VMX "unusable").</summary>
    public byte unusable;

    public byte padding;
}
