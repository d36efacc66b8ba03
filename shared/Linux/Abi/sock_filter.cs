using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

[CHeader("linux/filter.h")]
[StructLayout(LayoutKind.Sequential)]
public struct sock_filter
{
    public ushort code;

    /// <summary>Instructions to skip if the comparison is true.</summary>
    public byte jt;

    /// <summary>Instructions to skip if it is false.</summary>
    public byte jf;

    public uint k;
}
