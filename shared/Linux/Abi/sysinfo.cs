using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>System statistics (sysinfo(2)): the fields that Kiln uses, in a struct of the kernel's size.</summary>
[CHeader("sys/sysinfo.h")]
[StructLayout(LayoutKind.Explicit, Size = 112)]
public struct sysinfo
{
    /// <summary>Total memory, in units of <see cref="mem_unit"/>.</summary>
    [FieldOffset(32)]
    public ulong totalram;

    /// <summary>Total swap space, in units of <see cref="mem_unit"/>.</summary>
    [FieldOffset(64)]
    public ulong totalswap;

    /// <summary>Bytes per unit.</summary>
    [FieldOffset(104)]
    public uint mem_unit;
}
