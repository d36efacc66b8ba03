using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>A completion.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_cqe
{
    /// <summary>What the entry was marked with.</summary>
    public ulong user_data;

    /// <summary>What the call would have returned: a count, or a negated error number.</summary>
    public int res;

    /// <summary>Not used.</summary>
    public uint flags;
}
