using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>The head of what the kernel says of operations; theirs follow.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_probe
{
    /// <summary>The last operation that it knows.</summary>
    public byte last_op;

    /// <summary>How many follow.</summary>
    public byte ops_len;

    /// <summary>Unused.</summary>
    public ushort resv;

    /// <summary>Unused.</summary>
    public fixed uint resv2[3];
}
