using Kiln.Linux.Errors;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api;

/// <summary>The API as the vmm thread sees it: a socket, a thread that serves its clients, and the actions that come of it.</summary>
internal sealed class ApiService : IDisposable
{
    private readonly ApiSocket _socket;
    private readonly ActionExchange _exchange;
    private readonly ApiThread _thread;
    private bool _isRunning;

    /// <summary>Puts together what clients reach; nothing runs yet.</summary>
    /// <param name="loop">The api thread's loop; the caller's.</param>
    /// <param name="socket">Where they connect; disposed with this object.</param>
    /// <param name="exchange">Where their actions come out; disposed with this object.</param>
    /// <param name="handler">Answers requests, by the exchange.</param>
    /// <param name="payloadLimit">The longest body, in bytes.</param>
    /// <param name="filters">The filters of the process.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal ApiService(EventLoop loop, ApiSocket socket, ActionExchange exchange, IApiHandler handler, long payloadLimit, ThreadFilters filters)
    {
        _socket = socket;
        _exchange = exchange;
        _thread = new ApiThread(loop, socket.Listener, handler, payloadLimit, filters);
    }

    /// <summary>Serves clients from now on.</summary>
    /// <exception cref="VmmFailure">The thread cannot be had.</exception>
    internal void Start()
    {
        _thread.Start();
        _isRunning = true;
    }

    /// <summary>Executes no more actions; clients are told so.</summary>
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
