using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Accepts clients of the API and serves them on the api thread's event loop. The memory that clients can make it hold is bounded: per connection
/// (of ten) 5 KiB of buffers, 3 KiB more once a client has been refused something, and a body up to the payload limit (of which 16 KiB are kept
/// after it was handled); 1 MiB for answers that clients have not read; and the current answer. Bodies and long answers lie outside the managed
/// heap. The kernel's socket buffers add the system's default per socket and direction.
/// </summary>
internal sealed class HttpServer : IEventHandler, IDisposable
{
    /// <summary>The default maximum length of a body in bytes, as in the contract.</summary>
    internal const int DefaultPayloadLimit = 51200;

    /// <summary>
    /// The largest maximum that an operator can set, in bytes: ten connections hold one body each, and no object of the API comes near this length.
    /// </summary>
    internal const int MostPayloadLimit = 4 * 1024 * 1024;

    /// <summary>The maximum number of clients at a time, as in the contract.</summary>
    internal const int ConnectionLimit = 10;

    // The polling interval where no event helps: long compared to a request, short compared to an operator's patience.
    private const int PauseMilliseconds = 10;

    // The time that clients have to read their last answers when the monitor ends.
    private const ulong FinishNanoseconds = NanosecondsPer.Second;

    private readonly ConnectionPlaces _places;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly UnixSocket _listener;
    private readonly Responder _responder;

    /// <summary>Starts to accept clients.</summary>
    /// <param name="loop">The event loop of the api thread.</param>
    /// <param name="listener">The listening socket; owned by the caller.</param>
    /// <param name="payloadLimit">The maximum length of a body in bytes; at most <see cref="MostPayloadLimit"/>.</param>
    /// <exception cref="LinuxException">The event loop cannot watch the socket.</exception>
    internal HttpServer(EventLoop loop, UnixSocket listener, IApiHandler handler, long payloadLimit = DefaultPayloadLimit)
    {
        (_loop, _listener) = (loop, listener);
        _responder = new Responder(handler);
        _places = new ConnectionPlaces(ConnectionLimit, () => new HttpConnection(loop, _responder, (int)payloadLimit));
        _watch = loop.Watch(listener.Descriptor, this);
    }

    /// <summary>Accepts a client.</summary>
    public void OnReady(EpollEvents events)
    {
        Errno error = _listener.Accept(out OwnedDescriptor? client);
        if (client is null)
        {
            if (error != Errno.EAGAIN && error != Errno.EINTR)
            {
                // The process or the host is out of descriptors or memory. The client stays in the backlog; retry, but not at once.
                CurrentThread.Sleep(PauseMilliseconds);
            }
        }
        else if (_places.Find() is { } place)
        {
            _ = place.TryOpen(client);
        }
        else
        {
            TurnAway(client);
        }
    }

    /// <summary>Stops accepting clients and requests; clients get one second to read the answers due to them.</summary>
    internal void Finish()
    {
        _watch.Dispose();
        _places.All.ForEach(connection => connection.Finish());
        ulong end = MonotonicClock.Nanoseconds + FinishNanoseconds;
        while (_places.All.Exists(connection => connection.State != ConnectionState.Closed) && MonotonicClock.Nanoseconds < end)
        {
            _ = _loop.Turn(PauseMilliseconds);
        }
    }

    public void Dispose()
    {
        _places.All.ForEach(connection => connection.Dispose());
        _responder.Unmap();
    }

    private static void TurnAway(OwnedDescriptor client)
    {
        _ = client.Descriptor.Send(FixedAnswers.TooMany);
        // Reading the request keeps the kernel from resetting the connection before the client has read the answer.
        Span<byte> request = stackalloc byte[RequestHead.LineLimit];
        _ = client.Descriptor.Receive(request);
        client.Dispose();
    }
}
