using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Operations of seccomp(2).</summary>
[CHeader("linux/seccomp.h")]
public enum SeccompOperation : uint
{
    /// <summary>Adds a filter to those that the thread has.</summary>
    SECCOMP_SET_MODE_FILTER = 1,
}
