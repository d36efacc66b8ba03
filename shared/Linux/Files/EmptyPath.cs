using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>A flag of calls that take a directory and a name in it.</summary>
[CHeader("linux/fcntl.h")]
internal enum EmptyPath
{
    /// <summary>The name is empty, and what is meant is the descriptor's own file.</summary>
    AT_EMPTY_PATH = 0x1000,
}
