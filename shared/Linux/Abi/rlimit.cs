using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A resource limit (prlimit(2)).</summary>
[CHeader("sys/resource.h")]
[StructLayout(LayoutKind.Sequential)]
public struct rlimit
{
    /// <summary>The soft limit, which is enforced.</summary>
    public ulong rlim_cur;

    /// <summary>The hard limit, up to which the soft one may be raised.</summary>
    public ulong rlim_max;
}
