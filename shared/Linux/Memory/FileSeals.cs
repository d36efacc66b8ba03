using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>What can no longer be done to a memory file (fcntl(2), file sealing).</summary>
[Flags]
[CHeader("linux/fcntl.h")]
public enum FileSeals
{
    /// <summary>No seal can be added.</summary>
    F_SEAL_SEAL = 1,

    /// <summary>It cannot shrink.</summary>
    F_SEAL_SHRINK = 2,

    /// <summary>It cannot grow.</summary>
    F_SEAL_GROW = 4,

    /// <summary>It cannot be written.</summary>
    F_SEAL_WRITE = 8,
}
