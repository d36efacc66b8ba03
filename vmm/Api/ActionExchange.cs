using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api;

/// <summary>
/// Carries actions from the api thread to the vmm thread, one at a time: the api thread waits for the answer before it looks at another
/// request, so that there is never more than one to hold.
/// </summary>
internal sealed class ActionExchange : IActionTarget, IEventHandler, IDisposable
{
    private static readonly ActionResult _tooLate = new("The microVM has stopped.");

    private readonly Controller _controller;
    private readonly EventLoop _loop;
    private readonly EventFd _asked = EventFd.Create();
    private readonly SemaphoreSlim _answered = new(0);
    private readonly Lock _lock = new();
    private VmmAction? _action;
    private ActionResult _result;
    private bool _isClosed;

    /// <summary>Listens on a loop, also while it is held.</summary>
    /// <param name="controller">Executes.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal ActionExchange(Controller controller, EventLoop loop)
    {
        _controller = controller;
        _loop = loop;
        loop.AddAttentive(_asked.Descriptor, this);
    }

    /// <inheritdoc/>
    public ActionResult Ask(VmmAction action)
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
        _answered.Wait();
        return _result;
    }

    /// <summary>An action is there. For the vmm thread.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _asked.Drain();
        if (_action is { } action)
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
        _loop.Remove(_asked.Descriptor, this);
        _asked.Dispose();
        _answered.Dispose();
    }

    private void Answer(ActionResult result)
    {
        _action = null;
        _result = result;
        _answered.Release();
    }
}
