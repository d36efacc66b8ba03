using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>One instruction of classic BPF.</summary>
[CHeader("linux/filter.h")]
[StructLayout(LayoutKind.Sequential)]
public struct sock_filter
{
    /// <summary>Operation, size and mode.</summary>
    public ushort code;

    /// <summary>Instructions to skip when the comparison holds.</summary>
    public byte jt;

    /// <summary>Instructions to skip when it does not.</summary>
    public byte jf;

    /// <summary>The constant, offset or distance.</summary>
    public uint k;
}
