using System.Runtime.CompilerServices;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Filters the runtime's finalizer thread, which runs none of Kiln's code except finalizers: from inside one, it blocks the signals that are read
/// from descriptors and installs its own filter.
/// </summary>
internal sealed class FinalizerThread
{
    private static bool _entered;
    private readonly ThreadFilters _filters;

    private FinalizerThread(ThreadFilters filters) => _filters = filters;

    ~FinalizerThread()
    {
        ThreadTable.Enter("runtime");
        SignalMask.Block(VmmSignals.Blocked);
        _filters.Enter(FilterProfile.Runtime);
        _entered = true;
    }

    /// <summary>Filters the thread; returns when its filter is installed.</summary>
    /// <param name="filters">Provides the thread's filter.</param>
    /// <exception cref="InvalidOperationException">The finalizer did not run: the runtime no longer behaves as measured.</exception>
    internal static void Enter(ThreadFilters filters)
    {
        Abandon(filters);
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        if (!_entered)
        {
            throw new InvalidOperationException("the runtime's finalizer thread did not install its filter");
        }
    }

    // A separate frame: a reference lingering in the caller's frame would keep the object alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(ThreadFilters filters) => _ = new FinalizerThread(filters);
}
