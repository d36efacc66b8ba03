using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process;

/// <summary>
/// Tells the vmm thread that the file size limit was reached by another thread's log line, or by a kernel worker's write to a drive's file. The
/// kernel sends SIGXFSZ to the writing thread, which alone could read it.
/// </summary>
internal sealed class FileSizeLimit : IEventHandler, IDisposable
{
    /// <summary>Why the monitor ends.</summary>
    internal const string Reason =
        "a file that the monitor writes has reached the limit of its files' size, which ends it (SIGXFSZ); the log names a drive's: "
        + "allow more bytes with --resource-limit fsize=N, or give it a smaller drive";

    private readonly EventFd _reached = EventFd.Create();
    private readonly StopSignals _signals;
    private readonly Watch _watch;

    /// <summary>Watches for the limit on a loop.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal FileSizeLimit(StopSignals signals, EventLoop loop)
    {
        _signals = signals;
        _watch = loop.WatchAttentively(_reached.Descriptor, this);
        Log.Logger.LimitReached = _reached;
    }

    /// <summary>Handles the limit being reached.</summary>
    public void OnReady(EpollEvents events)
    {
        _reached.Drain();
        _signals.Receive(Signal.SIGXFSZ, code: 0);
    }

    public void Dispose()
    {
        Log.Logger.LimitReached = null;
        _watch.Dispose();
        _reached.Dispose();
    }
}
