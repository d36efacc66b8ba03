using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>What waitpid(2) waits for.</summary>
[Flags]
[CHeader("linux/wait.h")]
public enum WaitOptions
{
    /// <summary>Threads as well as processes.</summary>
    __WALL = 0x40000000,
}
