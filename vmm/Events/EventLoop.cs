using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Events;

/// <summary>
/// A thread's only wait: an epoll set, level-triggered, each descriptor by its <see cref="Watch"/>. While it is held, only what is attentive is
/// waited on: a paused machine's devices keep what they have, and the requests that end the pause still come.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    // Events taken from the kernel in one call; more wait for the next.
    private const int BatchLength = 32;

    // Nanoseconds. What is done in a turn is bounded so that it takes some milliseconds.
    private const ulong LongTurn = 1_000_000_000;

    private readonly Epoll _epoll = Epoll.Create();
    private readonly Epoll _attentive = Epoll.Create();
    private readonly WatchTable _watches = new();
    private readonly EpollEvent[] _batch = new EpollEvent[BatchLength];
    private bool _stopped;

    /// <summary>Called before each wait: for what a signal handler leaves, whose signal ends a wait and no more.</summary>
    internal Action? BeforeWait { get; set; }

    /// <summary>Told how long a turn took, in nanoseconds, when it took longer than a second; if anybody wants to know.</summary>
    internal Action<ulong>? TurnWasLong { get; set; }

    /// <summary>What <see cref="Run"/> does at a moment rather than for a descriptor.</summary>
    internal Alarm Alarm { get; } = new();

    /// <summary>Whether only what is attentive is waited on.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>Makes a watch that is silent.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    internal Watch Prepare(Descriptor descriptor, IEventHandler handler) => new(_watches, _epoll, null, descriptor, handler);

    /// <summary>Watches a descriptor for input.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    /// <exception cref="LinuxException">It cannot be waited on.</exception>
    /// <exception cref="InvalidOperationException">More descriptors than the design knows.</exception>
    internal Watch Watch(Descriptor descriptor, IEventHandler handler) => Listening(Prepare(descriptor, handler));

    /// <summary>Watches a descriptor for input, also while the loop is held.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    /// <exception cref="LinuxException">It cannot be waited on.</exception>
    /// <exception cref="InvalidOperationException">More descriptors than the design knows.</exception>
    internal Watch WatchAttentively(Descriptor descriptor, IEventHandler handler) => Listening(new Watch(_watches, _epoll, _attentive, descriptor, handler));

    /// <summary>Makes <see cref="Run"/> return after the events in hand. For handlers.</summary>
    internal void Stop() => _stopped = true;

    /// <summary>Waits and calls handlers until one calls <see cref="Stop"/>.</summary>
    internal void Run()
    {
        BeforeWait?.Invoke();
        while (!_stopped)
        {
            _ = Turn(Alarm.Timeout);
            Alarm.Check();
            BeforeWait?.Invoke();
        }
    }

    /// <summary>Waits once and calls the handlers of what is ready.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <returns>False when nothing was ready in time.</returns>
    internal bool Turn(int timeoutMilliseconds)
    {
        int count = (IsHeld ? _attentive : _epoll).Wait(_batch, timeoutMilliseconds);
        ulong start = TurnWasLong is null ? 0 : MonotonicClock.Nanoseconds;
        for (int index = 0; index < count; index++)
        {
            // A handler may have silenced one whose event is still in this batch.
            _watches.Find(_batch[index].Token)?.Handler.OnReady(_batch[index].Events);
        }
        if (TurnWasLong is { } told && MonotonicClock.Nanoseconds - start is > LongTurn and var took)
        {
            told(took);
        }
        return count > 0;
    }

    /// <summary>Closes the sets.</summary>
    public void Dispose()
    {
        _epoll.Dispose();
        _attentive.Dispose();
    }

    private static Watch Listening(Watch watch)
    {
        watch.Listen(EpollEvents.EPOLLIN);
        return watch;
    }
}
