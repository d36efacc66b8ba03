using System.Threading;
using Kiln.Linux.Signals;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// A signal that some process sent: nothing is broken, it is a request to end. The vmm thread, which the kernel gives such signals to, ends the
/// process in order.
/// </summary>
internal static class SentSignal
{
    // No more than a number, since a handler may have interrupted anything.
    private static int _signal;

    /// <summary>Keeps it for the vmm thread. For a signal handler, which returns then; its return ends the thread's wait.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="context">Where it found the thread.</param>
    /// <returns>False when the thread is another one, or does not listen: then nobody would find it.</returns>
    internal static bool TryKeep(int signal, in TrapContext context)
    {
        _ = ThreadTable.NameOf(context.Rsp, out int threadId);
        bool isHeard = threadId != 0 && threadId == Evidence.Listener;
        if (isHeard)
        {
            Volatile.Write(ref _signal, signal);
        }
        return isHeard;
    }

    /// <summary>Takes it, if one came.</summary>
    internal static Signal? Take() => _signal != 0 && Interlocked.Exchange(ref _signal, 0) is var signal and not 0 ? (Signal)signal : null;
}
