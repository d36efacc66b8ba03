using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A program of classic BPF.</summary>
[CHeader("linux/filter.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct sock_fprog
{
    /// <summary>Instructions in the program, 1 to 4096.</summary>
    public ushort len;

    /// <summary>The first instruction.</summary>
    public sock_filter* filter;
}
