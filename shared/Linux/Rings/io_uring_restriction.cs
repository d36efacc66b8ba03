using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_restriction
{
    public RingRestriction opcode;

    /// <summary>The registration opcode, submission opcode or flags that it concerns.</summary>
    public byte sqe_op;

    public byte resv;

    public fixed uint resv2[3];
}
