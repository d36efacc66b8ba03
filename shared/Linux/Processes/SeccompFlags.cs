using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Flags of SECCOMP_SET_MODE_FILTER.</summary>
[Flags]
[CHeader("linux/seccomp.h")]
public enum SeccompFlags : uint
{
    /// <summary>Installs on the calling thread only.</summary>
    [NotInHeader("the absence of flags has no name")]
    None = 0,

    /// <summary>Installs on all threads of the process, or on none.</summary>
    SECCOMP_FILTER_FLAG_TSYNC = 1,
}
