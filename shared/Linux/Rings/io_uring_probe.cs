using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

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

/// <summary>What the kernel says of one operation.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_probe_op
{
    /// <summary>The operation.</summary>
    public RingOperation op;

    /// <summary>Unused.</summary>
    public byte resv;

    /// <summary>Whether it can do it.</summary>
    public RingProbe flags;

    /// <summary>Unused.</summary>
    public uint resv2;
}
