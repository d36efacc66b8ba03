using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>A flag of *at(2) calls.</summary>
[CHeader("linux/fcntl.h")]
internal enum EmptyPath
{
    /// <summary>With an empty name, refers to the descriptor's own file.</summary>
    AT_EMPTY_PATH = 0x1000,
}
