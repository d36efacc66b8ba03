using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Operations of seccomp(2).</summary>
[CHeader("linux/seccomp.h")]
public enum SeccompOperation : uint
{
    /// <summary>Installs a filter on top of the existing ones.</summary>
    SECCOMP_SET_MODE_FILTER = 1,
}
