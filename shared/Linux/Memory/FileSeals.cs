using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Seals of a memfd (fcntl(2), F_ADD_SEALS).</summary>
[Flags]
[CHeader("linux/fcntl.h")]
public enum FileSeals
{
    F_SEAL_SEAL = 1,

    /// <summary>Prevents shrinking the file.</summary>
    F_SEAL_SHRINK = 2,

    /// <summary>Prevents growing the file.</summary>
    F_SEAL_GROW = 4,

    /// <summary>Prevents writes to the file.</summary>
    F_SEAL_WRITE = 8,
}
