using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Resource limits of this process, inherited across execve.</summary>
public static unsafe class ResourceLimit
{
    [NotInHeader("RLIM_INFINITY, a cast expression in the header")]
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>The soft limit, which the kernel enforces.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static ulong Of(Resource resource)
    {
        rlimit limit;
        LinuxException.ThrowIfFailed((int)Native.Raw(SystemCall.SYS_prlimit64, 0, (nuint)(int)resource, 0, (nuint)(&limit)), "prlimit");
        return limit.rlim_cur;
    }

    /// <summary>Prepares to set soft and hard limit to the same value.</summary>
    /// <param name="name">What the resource is called, for messages.</param>
    /// <param name="value">In the resource's unit.</param>
    public static void PrepareSetting(CallSequence calls, Resource resource, string name, ulong value)
    {
        nuint limit = CallSequence.Keep<rlimit>([new rlimit { rlim_cur = value, rlim_max = value }]);
        calls.Add($"prlimit {name}", SystemCall.SYS_prlimit64, 0, (nuint)(int)resource, limit, 0);
    }
}
