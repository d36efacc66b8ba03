using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>One restriction.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_restriction
{
    /// <summary>What it says.</summary>
    public RingRestriction opcode;

    /// <summary>Of which registration, operation or flags.</summary>
    public byte sqe_op;

    /// <summary>Unused.</summary>
    public byte resv;

    /// <summary>Unused.</summary>
    public fixed uint resv2[3];
}
