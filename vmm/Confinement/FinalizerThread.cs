using System.Runtime.CompilerServices;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Reaches the one thread that the runtime starts by itself and that runs no code of ours but finalizers: from inside one, it
/// blocks the signals that are read from descriptors and puts on its own filter.
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

    /// <summary>Filters the thread, and returns when it is filtered.</summary>
    /// <param name="filters">Which has its program.</param>
    /// <exception cref="InvalidOperationException">The finalizer did not run: the runtime no longer behaves as it was measured to.</exception>
    internal static void Enter(ThreadFilters filters)
    {
        Abandon(filters);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (!_entered)
        {
            throw new InvalidOperationException("the runtime's finalizer thread did not take its filter");
        }
    }

    // In a frame of its own: a reference that lingers in the caller's would keep the object alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(ThreadFilters filters) => _ = new FinalizerThread(filters);
}
