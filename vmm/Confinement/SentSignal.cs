using System.Threading;
using Kiln.Linux.Signals;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// A signal that another process sent: nothing is broken, it is a request to end. The kernel delivers such signals to the vmm thread, which shuts
/// the process down in order.
/// </summary>
internal static class SentSignal
{
    // Only a number, since the handler may have interrupted anything.
    private static int _signal;

    /// <summary>Keeps the signal for the vmm thread. For a signal handler, which returns afterwards and thereby ends the thread's wait.</summary>
    /// <param name="context">The interrupted thread's registers.</param>
    /// <returns>False on any thread but the listening vmm thread: nobody would find the signal.</returns>
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

    /// <summary>Takes the signal, if one was kept.</summary>
    internal static Signal? Take() => _signal != 0 && Interlocked.Exchange(ref _signal, 0) is var signal and not 0 ? (Signal)signal : null;
}
