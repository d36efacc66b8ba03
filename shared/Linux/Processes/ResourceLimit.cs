using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Limits of this process, which its programs inherit.</summary>
public static unsafe class ResourceLimit
{
    /// <summary>Sets soft and hard limit to one value, and reads them back.</summary>
    /// <param name="resource">What is limited.</param>
    /// <param name="value">In the resource's unit.</param>
    /// <exception cref="LinuxException">The hard limit would have to rise and the process lacks CAP_SYS_RESOURCE.</exception>
    /// <exception cref="InvalidOperationException">The limit did not read back.</exception>
    public static void Set(Resource resource, ulong value)
    {
        rlimit limit = new() { rlim_cur = value, rlim_max = value };
        LinuxException.ThrowIfFailed(Native.prlimit(0, (int)resource, &limit, null), "prlimit", resource.ToString());
        LinuxException.ThrowIfFailed(Native.prlimit(0, (int)resource, null, &limit), "prlimit", resource.ToString());
        if (limit.rlim_cur != value || limit.rlim_max != value)
        {
            throw new InvalidOperationException($"{resource} was set to {value} and reads {limit.rlim_cur}");
        }
    }
}
