using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A resource limit (prlimit(2)).</summary>
[CHeader("sys/resource.h")]
[StructLayout(LayoutKind.Sequential)]
public struct rlimit
{
    /// <summary>The soft limit, which the kernel enforces.</summary>
    public ulong rlim_cur;

    /// <summary>The hard limit, the ceiling of the soft limit.</summary>
    public ulong rlim_max;
}
