using System.Runtime.CompilerServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Confinement;

/// <summary>Makes the runtime perform its one-time initialization before the filters are installed, so that no profile has to allow it.</summary>
internal static class RuntimeWarmUp
{
    /// <summary>Warms up the runtime; on the first thread, before any other is filtered.</summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static void Run()
    {
        NativeHeap.UseOneArena();
        // The first hash of a string seeds all later ones, from /dev/urandom if it exists.
        _ = "seed".GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Seeds the calling thread's object hashes; otherwise the runtime reads /dev/urandom at the first use.</summary>
    internal static void SeedThread() => _ = RuntimeHelpers.GetHashCode(new object());
}
