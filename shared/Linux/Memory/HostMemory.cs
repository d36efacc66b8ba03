using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Memory;

/// <summary>The memory of the host, whoever uses it.</summary>
public static unsafe class HostMemory
{
    /// <summary>How much it has with its swap space, in bytes (sysinfo(2)).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static ulong Length
    {
        get
        {
            sysinfo host;
            LinuxException.ThrowIfFailed(Native.sysinfo(&host), "sysinfo");
            return (host.totalram + host.totalswap) * host.mem_unit;
        }
    }
}
