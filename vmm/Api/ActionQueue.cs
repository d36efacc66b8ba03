using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api;

/// <summary>
/// The actions of all clients in the order in which they were asked for: the first is with the vmm thread, the others wait here. At most as many
/// as there are connections, of which none asks again before it is answered. For the api thread.
/// </summary>
internal sealed class ActionQueue : IActionTarget, IEventHandler
{
    private readonly Queue<(VmmAction Action, IActionWaiter Waiter)> _asked = new(HttpServer.ConnectionLimit);
    private readonly ActionExchange _exchange;

    /// <summary>Listens on a loop.</summary>
    /// <param name="exchange">Carries actions to the vmm thread.</param>
    /// <param name="loop">The api thread's loop.</param>
    /// <exception cref="LinuxException">The exchange cannot be waited on.</exception>
    internal ActionQueue(ActionExchange exchange, EventLoop loop)
    {
        _exchange = exchange;
        _ = loop.Watch(exchange.Answered, this);
    }

    /// <inheritdoc/>
    public ActionResult Describe() => _exchange.Describe();

    /// <inheritdoc/>
    public void Ask(VmmAction action, IActionWaiter waiter)
    {
        _asked.Enqueue((action, waiter));
        if (_asked.Count == 1)
        {
            HandOver();
        }
    }

    /// <summary>The vmm thread has answered.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        if (_exchange.TakeResult() is { } result)
        {
            _asked.Dequeue().Waiter.OnDone(result);
            HandOver();
        }
    }

    private void HandOver()
    {
        while (_asked.TryPeek(out (VmmAction Action, IActionWaiter Waiter) first) && _exchange.Ask(first.Action) is { } refusal)
        {
            _ = _asked.Dequeue();
            first.Waiter.OnDone(refusal);
        }
    }
}
