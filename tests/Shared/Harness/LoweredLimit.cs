using System.IO;
using System.Runtime.InteropServices;

namespace Kiln.Testing.Harness;

/// <summary>A soft limit of this process, lowered until it is disposed (setrlimit(2)).</summary>
internal sealed class LoweredLimit : IDisposable
{
    private readonly int _resource;
    private readonly Limit _former;

    /// <param name="resource">The number of the resource.</param>
    /// <param name="value">In the resource's unit; at most the current soft limit.</param>
    /// <exception cref="IOException">The value is above the hard limit.</exception>
    internal LoweredLimit(int resource, ulong value)
    {
        _resource = resource;
        Demand(getrlimit(resource, out _former));
        Limit lowered = _former with { Soft = value };
        Demand(setrlimit(resource, in lowered));
    }

    public void Dispose() => Demand(setrlimit(_resource, in _former));

    private void Demand(int result)
    {
        if (result != 0)
        {
            throw new IOException($"the limit of resource {_resource} cannot be read or set: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int getrlimit(int resource, out Limit limit);

    [DllImport("libc", SetLastError = true)]
    private static extern int setrlimit(int resource, in Limit limit);

    // struct rlimit.
    private record struct Limit(ulong Soft, ulong Hard);
}
