using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Process;

/// <summary>
/// Watches for a signal that kills the process once everything else is done. The signal is never read: it stays pending until the last call unblocks
/// it (<see cref="ProcessEnd"/>). So no thread needs a system call that could send one.
/// </summary>
internal sealed class DeadlySignal : IEventHandler, IDisposable
{
    private readonly Signal _signal;
    private readonly Action<Signal> _came;
    private readonly SignalFd _pending;
    private readonly Watch _watch;

    /// <summary>Watches for a signal on a loop, even while the loop is held.</summary>
    /// <param name="came">Called once, on the loop's thread.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal DeadlySignal(Signal signal, EventLoop loop, Action<Signal> came)
    {
        _signal = signal;
        _came = came;
        _pending = SignalFd.Create(SignalSet.Of(signal));
        _watch = loop.WatchAttentively(_pending.Descriptor, this);
    }

    /// <summary>Watches for all deadly signals on a loop.</summary>
    /// <param name="came">Called once per signal, on the loop's thread.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal static DeadlySignal[] WatchAll(EventLoop loop, Action<Signal> came) =>
        [new(Signal.SIGINT, loop, came), new(Signal.SIGQUIT, loop, came), new(Signal.SIGTERM, loop, came)];

    /// <summary>Handles the signal. It stays pending, so the watch would report it forever.</summary>
    public void OnReady(EpollEvents events)
    {
        _watch.Silence();
        _came(_signal);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _pending.Dispose();
    }
}
