using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>Other files in place of some.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_files_update
{
    /// <summary>The first place.</summary>
    public uint offset;

    /// <summary>Unused.</summary>
    public uint resv;

    /// <summary>The address of the descriptor numbers.</summary>
    public ulong fds;
}
