using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api;

/// <summary>
/// Queues the actions of all clients in order; the first one is being executed on the vmm thread. There are at most as many as connections, since a
/// client has to wait for its answer. On the api thread.
/// </summary>
internal sealed class ActionQueue : IActionTarget, IEventHandler
{
    private readonly Queue<(VmmAction Action, IActionWaiter Waiter)> _asked = new(HttpServer.ConnectionLimit);
    private readonly ActionExchange _exchange;

    /// <summary>Listens for results on the api thread's event loop.</summary>
    /// <param name="exchange">Passes actions to the vmm thread.</param>
    /// <param name="loop">The event loop of the api thread.</param>
    /// <exception cref="LinuxException">The event loop cannot watch the exchange.</exception>
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

    /// <summary>Reports the result to its waiter, and passes on the next action.</summary>
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
