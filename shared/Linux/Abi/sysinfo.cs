using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>What the host has (sysinfo(2)); the fields that Kiln uses, in a record of the kernel's size.</summary>
[CHeader("sys/sysinfo.h")]
[StructLayout(LayoutKind.Explicit, Size = 112)]
public struct sysinfo
{
    /// <summary>Memory, in units.</summary>
    [FieldOffset(32)]
    public ulong totalram;

    /// <summary>Swap space, in units.</summary>
    [FieldOffset(64)]
    public ulong totalswap;

    /// <summary>How many bytes a unit is.</summary>
    [FieldOffset(104)]
    public uint mem_unit;
}
