using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Flags of memfd_create(2).</summary>
[Flags]
[CHeader("linux/memfd.h")]
public enum MemoryFileFlags : uint
{
    MFD_CLOEXEC = 1,

    /// <summary>Allows seals to be added.</summary>
    MFD_ALLOW_SEALING = 2,
}
