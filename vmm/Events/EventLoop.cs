using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Events;

/// <summary>
/// A thread's only wait: an epoll set, level-triggered, each descriptor with its handler. While it is held, only what is attentive is
/// waited on: a paused machine's devices keep what they have, and the requests that end the pause still come.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    // Descriptors of all devices that a machine can have; a slot is an array element, so the number bounds nothing dear.
    private const int Capacity = 256;

    // Events taken from the kernel in one call; more wait for the next.
    private const int BatchLength = 32;

    // Nanoseconds. What is done in a turn is bounded so that it takes some milliseconds.
    private const ulong LongTurn = 1_000_000_000;

    private readonly Epoll _epoll = Epoll.Create();
    private readonly Epoll _attentive = Epoll.Create();
    private readonly IEventHandler?[] _handlers = new IEventHandler?[Capacity];
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

    /// <summary>Adds a descriptor.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="interest">For what.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    /// <returns>Null, or why it cannot be waited on; EPERM means a file that is always ready.</returns>
    /// <exception cref="InvalidOperationException">More descriptors than the design knows.</exception>
    internal SystemError? TryAdd(Descriptor descriptor, EpollEvents interest, IEventHandler handler)
    {
        int slot = Array.IndexOf(_handlers, null);
        if (slot < 0)
        {
            throw new InvalidOperationException($"the event loop has room for {Capacity} descriptors");
        }
        Errno error = _epoll.Add(descriptor, interest, slot);
        if (error.Number != 0)
        {
            return new SystemError(error, "epoll_ctl", descriptor.ToString());
        }
        _handlers[slot] = handler;
        return null;
    }

    /// <summary>Adds a descriptor that can always be waited on.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="interest">For what.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    /// <exception cref="LinuxException">It cannot be waited on.</exception>
    internal void Add(Descriptor descriptor, EpollEvents interest, IEventHandler handler)
    {
        if (TryAdd(descriptor, interest, handler) is { } error)
        {
            throw new LinuxException(error);
        }
    }

    /// <summary>Adds a descriptor that can always be waited on, and is also while the loop is held.</summary>
    /// <param name="descriptor">What to wait on for input.</param>
    /// <param name="handler">Called on this loop's thread.</param>
    /// <exception cref="LinuxException">It cannot be waited on.</exception>
    internal void AddAttentive(Descriptor descriptor, IEventHandler handler)
    {
        Add(descriptor, EpollEvents.EPOLLIN, handler);
        Errno error = _attentive.Add(descriptor, EpollEvents.EPOLLIN, Array.IndexOf(_handlers, handler));
        if (error.Number != 0)
        {
            throw new LinuxException(new SystemError(error, "epoll_ctl", descriptor.ToString()));
        }
    }

    /// <summary>Changes what a handler's descriptor is waited on for.</summary>
    /// <param name="descriptor">A descriptor that was added.</param>
    /// <param name="interest">For what; nothing leaves only error and hang-up.</param>
    /// <param name="handler">The handler that it was added with.</param>
    /// <exception cref="InvalidOperationException">The descriptor was not added with the handler.</exception>
    internal void Change(Descriptor descriptor, EpollEvents interest, IEventHandler handler)
    {
        if (_epoll.Modify(descriptor, interest, Array.IndexOf(_handlers, handler)).Number != 0)
        {
            throw new InvalidOperationException($"{descriptor} is not in the event loop");
        }
    }

    /// <summary>Removes a descriptor and forgets its handler.</summary>
    /// <param name="descriptor">A descriptor that was added.</param>
    /// <param name="handler">The handler that it was added with.</param>
    internal void Remove(Descriptor descriptor, IEventHandler handler)
    {
        _ = _epoll.Remove(descriptor);
        _ = _attentive.Remove(descriptor);
        _handlers[Array.IndexOf(_handlers, handler)] = null;
    }

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
            // A handler may have removed a descriptor whose event is still in this batch.
            _handlers[_batch[index].Token]?.OnReady(_batch[index].Events);
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
}
