using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Memory;

/// <summary>The host's memory, used or not.</summary>
public static unsafe class HostMemory
{
    /// <summary>Whether the host has swap space, so that a page that is not resident may have content.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static bool HasSwap => Read().totalswap != 0;

    /// <summary>Total memory plus swap space, in bytes (sysinfo(2)).</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static ulong Length
    {
        get
        {
            sysinfo host = Read();
            return (host.totalram + host.totalswap) * host.mem_unit;
        }
    }

    private static sysinfo Read()
    {
        sysinfo host;
        LinuxException.ThrowIfFailed(Native.sysinfo(&host), "sysinfo");
        return host;
    }
}
