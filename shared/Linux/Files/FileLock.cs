using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>Operations of flock(2).</summary>
[Flags]
[CHeader("sys/file.h")]
internal enum FileLock
{
    LOCK_EX = 2,

    /// <summary>Fails instead of blocking.</summary>
    LOCK_NB = 4,
}
