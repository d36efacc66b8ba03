using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_cqe
{
    /// <summary>The submission entry's user_data.</summary>
    public ulong user_data;

    /// <summary>The result of the call: a count, or a negated errno.</summary>
    public int res;

    public uint flags;
}
