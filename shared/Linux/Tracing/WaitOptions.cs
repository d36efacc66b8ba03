using Kiln.Linux.Abi;

namespace Kiln.Linux.Tracing;

/// <summary>Options of waitpid(2).</summary>
[Flags]
[CHeader("linux/wait.h")]
public enum WaitOptions
{
    /// <summary>Waits for threads as well as processes.</summary>
    __WALL = 0x40000000,
}
