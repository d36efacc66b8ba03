using System.Runtime.CompilerServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Linux.Processes;

namespace Kiln.Vmm.Confinement;

/// <summary>Makes the runtime do, before the filters, what it does only once and what no thread's program should have to allow.</summary>
internal static class RuntimeWarmUp
{
    /// <summary>Warms up; on the thread that starts the process, before any other is filtered.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static void Run()
    {
        NativeHeap.UseOneArena();
        // The first hash of a string seeds all later ones, from /dev/urandom where there is one.
        _ = "seed".GetHashCode(StringComparison.Ordinal);
        // Where /proc is to be seen the collector opens /proc/meminfo at every collection, until that fails once. In a jail it fails by
        // itself; elsewhere a process without free descriptors makes it fail.
        using (ResourceLimit.Lower(Resource.RLIMIT_NOFILE, 0))
        {
            GC.Collect();
        }
    }

    /// <summary>Seeds the calling thread's hashes of objects, which the runtime otherwise reads from /dev/urandom when first asked for one.</summary>
    internal static void SeedThread() => _ = RuntimeHelpers.GetHashCode(new object());
}
