using Kiln.Linux.Errors;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api;

/// <summary>The API from the vmm thread's point of view: the socket, the api thread, and the exchange of actions.</summary>
internal sealed class ApiService : IDisposable
{
    private readonly ApiSocket _socket;
    private readonly ActionExchange _exchange;
    private readonly ApiThread _thread;
    private bool _isRunning;

    /// <summary>Creates the service without starting its thread.</summary>
    /// <param name="loop">The event loop of the api thread; owned by the caller.</param>
    /// <param name="socket">The listening socket; disposed with this object.</param>
    /// <param name="exchange">The exchange of actions; disposed with this object.</param>
    /// <param name="handler">Answers requests, using the exchange.</param>
    /// <param name="payloadLimit">The maximum length of a body in bytes.</param>
    /// <param name="filters">The filters of the process.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal ApiService(EventLoop loop, ApiSocket socket, ActionExchange exchange, IApiHandler handler, long payloadLimit, ThreadFilters filters)
    {
        _socket = socket;
        _exchange = exchange;
        _thread = new ApiThread(loop, socket.Listener, handler, payloadLimit, filters);
    }

    /// <summary>Starts the api thread.</summary>
    /// <exception cref="VmmFailure">The thread cannot be started.</exception>
    internal void Start()
    {
        _thread.Start();
        _isRunning = true;
    }

    /// <summary>Stops executing actions: pending and later ones are refused.</summary>
    internal void Close() => _exchange.Close();

    /// <summary>Sends the last answers, ends the thread, and removes the socket.</summary>
    public void Dispose()
    {
        Close();
        if (_isRunning)
        {
            _thread.Finish();
        }
        _thread.Dispose();
        _exchange.Dispose();
        _socket.Dispose();
    }
}
