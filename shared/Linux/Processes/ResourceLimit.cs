using Kiln.Linux.Abi;
using Kiln.Linux.Calls;

namespace Kiln.Linux.Processes;

/// <summary>Resource limits of this process, inherited across execve.</summary>
public static class ResourceLimit
{
    [NotInHeader("RLIM_INFINITY, a cast expression in the header")]
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>Prepares to set soft and hard limit to the same value.</summary>
    /// <param name="name">What the resource is called, for messages.</param>
    /// <param name="value">In the resource's unit.</param>
    public static void PrepareSetting(CallSequence calls, Resource resource, string name, ulong value)
    {
        nuint limit = CallSequence.Keep<rlimit>([new rlimit { rlim_cur = value, rlim_max = value }]);
        calls.Add($"prlimit {name}", SystemCall.SYS_prlimit64, 0, (nuint)(int)resource, limit, 0);
    }
}
