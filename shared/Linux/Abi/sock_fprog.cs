using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A classic BPF program.</summary>
[CHeader("linux/filter.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct sock_fprog
{
    /// <summary>Number of instructions, 1 to 4096.</summary>
    public ushort len;

    public sock_filter* filter;
}
