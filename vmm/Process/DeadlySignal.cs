using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Process;

/// <summary>
/// Watches for a signal that the process is to die of when all else is done. The signal is never read: it stays pending, and the last call lets it
/// in (<see cref="ProcessEnd"/>). So no thread needs a call by which it could send one.
/// </summary>
internal sealed class DeadlySignal : IEventHandler, IDisposable
{
    private readonly Signal _signal;
    private readonly Action<Signal> _came;
    private readonly SignalFd _pending;
    private readonly Watch _watch;

    /// <summary>Watches on a loop, also while it is held.</summary>
    /// <param name="signal">One of <see cref="VmmSignals.Deadly"/>.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="came">Called on the loop's thread, once.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal DeadlySignal(Signal signal, EventLoop loop, Action<Signal> came)
    {
        _signal = signal;
        _came = came;
        _pending = SignalFd.Create(SignalSet.Of(signal));
        _watch = loop.WatchAttentively(_pending.Descriptor, this);
    }

    /// <summary>Watches for all of them on a loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="came">Called on the loop's thread, once for each that comes.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal static DeadlySignal[] WatchAll(EventLoop loop, Action<Signal> came) =>
        [new(Signal.SIGINT, loop, came), new(Signal.SIGQUIT, loop, came), new(Signal.SIGTERM, loop, came)];

    /// <summary>The signal is there, and will stay: the loop would be called for nothing else.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _watch.Silence();
        _came(_signal);
    }

    /// <summary>Closes the descriptor; the signal stays pending.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _pending.Dispose();
    }
}
