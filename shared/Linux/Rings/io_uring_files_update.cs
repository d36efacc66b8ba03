using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>The argument of IORING_REGISTER_FILES_UPDATE.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_files_update
{
    /// <summary>Index of the first file to replace.</summary>
    public uint offset;

    public uint resv;

    /// <summary>Address of the array of descriptor numbers.</summary>
    public ulong fds;
}
