using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api;

/// <summary>
/// Passes one action at a time from the api thread to the vmm thread, and its result back. Neither thread waits for the other: an eventfd wakes the
/// event loop of each.
/// </summary>
internal sealed class ActionExchange : IEventHandler, IDisposable
{
    private static readonly ActionResult _tooLate = new("The microVM has stopped.");

    private readonly Controller _controller;
    private readonly Watch _watch;
    private readonly EventFd _asked = EventFd.Create();
    private readonly EventFd _answered = EventFd.Create();
    private readonly Lock _lock = new();
    private VmmAction? _action;
    private ActionResult? _result;
    private bool _isClosed;

    /// <summary>Listens on the vmm thread's event loop, also while the machine is paused.</summary>
    /// <param name="loop">The event loop of the vmm thread.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal ActionExchange(Controller controller, EventLoop loop)
    {
        _controller = controller;
        _watch = loop.WatchAttentively(_asked.Descriptor, this);
    }

    /// <summary>Readable when a result is available.</summary>
    internal Descriptor Answered => _answered.Descriptor;

    /// <summary>The machine's state after the last action, or a refusal once actions are no longer executed. Thread-safe.</summary>
    internal ActionResult Describe() => Volatile.Read(ref _isClosed) ? _tooLate : new ActionResult(null, Description: _controller.Description);

    /// <summary>Passes an action to the vmm thread, after the result of the previous one was taken. On the api thread.</summary>
    /// <returns>Null, or the result if actions are no longer executed.</returns>
    internal ActionResult? Ask(VmmAction action)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return _tooLate;
            }
            _action = action;
        }
        _asked.Signal();
        return null;
    }

    /// <summary>Takes the result of the last action. On the api thread.</summary>
    /// <returns>Null when the action is still being executed.</returns>
    internal ActionResult? TakeResult()
    {
        _ = _answered.Drain();
        lock (_lock)
        {
            ActionResult? result = _result;
            _result = null;
            return result;
        }
    }

    /// <summary>Executes the action. On the vmm thread.</summary>
    public void OnReady(EpollEvents events)
    {
        _asked.Drain();
        if (Volatile.Read(ref _action) is { } action)
        {
            Answer(_controller.Execute(action));
        }
    }

    /// <summary>Stops executing actions: pending and later ones are refused. On the vmm thread.</summary>
    internal void Close()
    {
        bool isAsked;
        lock (_lock)
        {
            _isClosed = true;
            isAsked = _action is not null;
        }
        if (isAsked)
        {
            Answer(_tooLate);
        }
    }

    /// <summary>Stops listening. Call after the api thread has ended.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _asked.Dispose();
        _answered.Dispose();
    }

    private void Answer(in ActionResult result)
    {
        lock (_lock)
        {
            (_action, _result) = (null, result);
        }
        _answered.Signal();
    }
}
