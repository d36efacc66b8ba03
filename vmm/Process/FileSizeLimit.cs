using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process;

/// <summary>
/// Tells the vmm thread that another thread's line of the log, or what a worker of the kernel's wrote to a drive's file, has reached the limit of the
/// process's files. The kernel sends SIGXFSZ to the thread that wrote, and only that one could read it.
/// </summary>
internal sealed class FileSizeLimit : IEventHandler, IDisposable
{
    /// <summary>Why the monitor ends then.</summary>
    internal const string Reason =
        "a file that the monitor writes has reached the limit of its files' size, which ends it (SIGXFSZ); the log names a drive's: "
        + "allow more bytes with --resource-limit fsize=N, or give it a smaller drive";

    private readonly EventFd _reached = EventFd.Create();
    private readonly StopSignals _signals;
    private readonly Watch _watch;

    /// <summary>Listens on a loop.</summary>
    /// <param name="signals">Takes the signal.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal FileSizeLimit(StopSignals signals, EventLoop loop)
    {
        _signals = signals;
        _watch = loop.WatchAttentively(_reached.Descriptor, this);
        Log.Logger.LimitReached = _reached;
    }

    /// <summary>The limit is reached.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _reached.Drain();
        _signals.Receive(Signal.SIGXFSZ, code: 0);
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        Log.Logger.LimitReached = null;
        _watch.Dispose();
        _reached.Dispose();
    }
}
