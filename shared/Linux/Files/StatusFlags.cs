using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>Flags of statx(2).</summary>
[CHeader("linux/fcntl.h")]
internal enum StatusFlags
{
    /// <summary>Tells what the kernel knows, without asking the server of a network or user-space file system.</summary>
    AT_STATX_DONT_SYNC = 0x4000,
}
