using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A segment register with its hidden part.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_segment
{
    /// <summary>First linear address.</summary>
    public ulong @base;

    /// <summary>Last offset.</summary>
    public uint limit;

    /// <summary>Index into the descriptor table.</summary>
    public ushort selector;

    /// <summary>Kind of segment.</summary>
    public byte type;

    /// <summary>Whether it is there.</summary>
    public byte present;

    /// <summary>Privilege level.</summary>
    public byte dpl;

    /// <summary>32-bit default.</summary>
    public byte db;

    /// <summary>Code or data, not system.</summary>
    public byte s;

    /// <summary>64-bit code.</summary>
    public byte l;

    /// <summary>Limit in pages.</summary>
    public byte g;

    /// <summary>Free for software.</summary>
    public byte avl;

    /// <summary>Marked unusable.</summary>
    public byte unusable;

    /// <summary>Unused.</summary>
    public byte padding;
}
