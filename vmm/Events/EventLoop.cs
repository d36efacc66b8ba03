using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Events;

/// <summary>
/// A thread's event loop: a level-triggered epoll set in which each descriptor has its <see cref="Watch"/>. While the loop is held, it waits for
/// attentive watches only: events of a paused machine's devices stay in their descriptors, and the requests that end the pause still arrive.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    // Events fetched per epoll_wait; further events stay for the next.
    private const int BatchLength = 32;

    // Nanoseconds. The work of a turn is bounded to take some milliseconds.
    private const ulong LongTurn = NanosecondsPer.Second;

    private readonly Epoll _epoll = Epoll.Create();
    private readonly Epoll _attentive = Epoll.Create();
    private readonly WatchTable _watches = new();
    private readonly EpollEvent[] _batch = new EpollEvent[BatchLength];
    private bool _stopped;

    /// <summary>Called before each wait. Picks up what a signal handler has left: its signal merely interrupts a wait.</summary>
    internal Action? BeforeWait { get; set; }

    /// <summary>Called with the duration in nanoseconds of a turn that took longer than a second; null if nobody is interested.</summary>
    internal Action<ulong>? TurnWasLong { get; set; }

    /// <summary>The alarm that <see cref="Run"/> checks.</summary>
    internal Alarm Alarm { get; } = new();

    /// <summary>Whether the loop waits for attentive watches only.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>Creates a watch that does not listen yet.</summary>
    /// <param name="descriptor">The descriptor to wait for.</param>
    /// <param name="handler">Called on the loop's thread.</param>
    internal Watch Prepare(Descriptor descriptor, IEventHandler handler) => new(_watches, _epoll, null, descriptor, handler);

    /// <summary>Watches a descriptor for input.</summary>
    /// <param name="descriptor">The descriptor to wait for.</param>
    /// <param name="handler">Called on the loop's thread.</param>
    /// <exception cref="LinuxException">epoll does not support the descriptor.</exception>
    /// <exception cref="InvalidOperationException">The loop is full: a defect.</exception>
    internal Watch Watch(Descriptor descriptor, IEventHandler handler) => Listening(Prepare(descriptor, handler));

    /// <summary>Watches a descriptor for input, even while the loop is held.</summary>
    /// <param name="descriptor">The descriptor to wait for.</param>
    /// <param name="handler">Called on the loop's thread.</param>
    /// <exception cref="LinuxException">epoll does not support the descriptor.</exception>
    /// <exception cref="InvalidOperationException">The loop is full: a defect.</exception>
    internal Watch WatchAttentively(Descriptor descriptor, IEventHandler handler) => Listening(new Watch(_watches, _epoll, _attentive, descriptor, handler));

    /// <summary>Makes <see cref="Run"/> return after the current batch of events. For handlers.</summary>
    internal void Stop() => _stopped = true;

    /// <summary>Waits and calls handlers until one of them calls <see cref="Stop"/>.</summary>
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

    /// <summary>Waits once and calls the handlers of ready descriptors.</summary>
    /// <param name="timeoutMilliseconds">The longest wait; -1 without limit.</param>
    /// <returns>False when the wait timed out.</returns>
    internal bool Turn(int timeoutMilliseconds)
    {
        int count = (IsHeld ? _attentive : _epoll).Wait(_batch, timeoutMilliseconds);
        ulong start = TurnWasLong is null ? 0 : MonotonicClock.Nanoseconds;
        for (int index = 0; index < count; index++)
        {
            // A handler may have silenced a watch whose event is in this batch, or held the loop: the kernel reports the event again afterwards.
            if (_watches.Find(_batch[index].Token) is { } watch && (watch.IsAttentive || !IsHeld))
            {
                watch.Handler.OnReady(_batch[index].Events);
            }
        }
        if (TurnWasLong is { } told && MonotonicClock.Nanoseconds - start is > LongTurn and var took)
        {
            told(took);
        }
        return count > 0;
    }

    /// <summary>Closes the epoll sets.</summary>
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
