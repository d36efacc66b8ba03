using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>Operations of flock(2).</summary>
[Flags]
[CHeader("sys/file.h")]
internal enum FileLock
{
    /// <summary>For this process alone.</summary>
    LOCK_EX = 2,

    /// <summary>Now or not at all.</summary>
    LOCK_NB = 4,
}
