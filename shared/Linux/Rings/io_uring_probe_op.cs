using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux;

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
