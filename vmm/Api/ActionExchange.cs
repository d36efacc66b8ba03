using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api;

/// <summary>
/// Carries an action from the api thread to the vmm thread, and what became of it back: one at a time, and neither thread waits for the
/// other. Each is woken by an eventfd in its loop.
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

    /// <summary>Listens on a loop, also while it is held.</summary>
    /// <param name="controller">Executes.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal ActionExchange(Controller controller, EventLoop loop)
    {
        _controller = controller;
        _watch = loop.WatchAttentively(_asked.Descriptor, this);
    }

    /// <summary>Readable when there is a result to take.</summary>
    internal Descriptor Answered => _answered.Descriptor;

    /// <summary>What the machine is, as the last action left it; a refusal once nothing is executed any more. For every thread.</summary>
    internal ActionResult Describe() => Volatile.Read(ref _isClosed) ? _tooLate : new ActionResult(null, Description: _controller.Description);

    /// <summary>Hands an action over, when the result of the one before was taken. For the api thread.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Null, or its result when nothing is executed any more.</returns>
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

    /// <summary>Takes the result of the action that was handed over. For the api thread.</summary>
    /// <returns>Null when there is none yet.</returns>
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

    /// <summary>An action is there. For the vmm thread.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _asked.Drain();
        if (Volatile.Read(ref _action) is { } action)
        {
            Answer(_controller.Execute(action));
        }
    }

    /// <summary>Executes nothing more: who waits, and whoever asks later, is told so. For the vmm thread.</summary>
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

    /// <summary>Leaves the loop; after the api thread has ended.</summary>
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
