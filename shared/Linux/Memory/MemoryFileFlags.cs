using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Flags of memfd_create(2).</summary>
[Flags]
[CHeader("linux/memfd.h")]
public enum MemoryFileFlags : uint
{
    /// <summary>Closed by execve.</summary>
    MFD_CLOEXEC = 1,

    /// <summary>Seals may be added later.</summary>
    MFD_ALLOW_SEALING = 2,
}
