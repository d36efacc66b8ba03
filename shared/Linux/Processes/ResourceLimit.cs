using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Limits of this process, which its programs inherit.</summary>
public static unsafe class ResourceLimit
{
    /// <summary>Lowers a soft limit for a while.</summary>
    /// <param name="resource">What is limited.</param>
    /// <param name="value">In the resource's unit; at most the present soft limit.</param>
    /// <returns>Brings the former limit back when it is disposed.</returns>
    /// <exception cref="LinuxException">The value is above the hard limit.</exception>
    public static IDisposable Lower(Resource resource, ulong value)
    {
        rlimit former;
        LinuxException.ThrowIfFailed(Native.prlimit(0, (int)resource, null, &former), "prlimit", resource.ToString());
        rlimit lowered = new() { rlim_cur = value, rlim_max = former.rlim_max };
        LinuxException.ThrowIfFailed(Native.prlimit(0, (int)resource, &lowered, null), "prlimit", resource.ToString());
        return new Restoration(resource, former);
    }

    /// <summary>No limit at all.</summary>
    [NotInHeader("RLIM_INFINITY, a cast expression in the header")]
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>Prepares to set soft and hard limit to one value.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="resource">What is limited.</param>
    /// <param name="value">In the resource's unit.</param>
    public static void PrepareSetting(CallSequence calls, Resource resource, ulong value)
    {
        nuint limit = CallSequence.Keep<rlimit>([new rlimit { rlim_cur = value, rlim_max = value }]);
        calls.Add($"prlimit {resource}", SystemCall.SYS_prlimit64, 0, (nuint)(int)resource, limit, 0);
    }

    private sealed class Restoration(Resource resource, rlimit former) : IDisposable
    {
        public void Dispose()
        {
            rlimit limit = former;
            LinuxException.ThrowIfFailed(Native.prlimit(0, (int)resource, &limit, null), "prlimit", resource.ToString());
        }
    }
}
