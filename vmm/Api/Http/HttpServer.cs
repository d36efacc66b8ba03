using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Accepts the clients of the API on the api thread's loop and serves them all there. What all clients together can make it hold: for each of ten
/// connections 5 KiB of buffers, 3 more once a client of it was refused something, and a body of the payload limit (16 KiB of it once it is handed
/// over); 1 MiB of answers that wait for their clients; besides, the answer at hand. Bodies and long answers lie outside the collected heap. The
/// kernel holds for each what is under way, at most the system's default for sockets in each direction.
/// </summary>
internal sealed class HttpServer : IEventHandler, IDisposable
{
    /// <summary>The longest body when the operator does not say, in bytes: the contract's.</summary>
    internal const int DefaultPayloadLimit = 51200;

    /// <summary>
    /// The longest that an operator can say, in bytes: ten connections hold one each, and no object of the API is nearly as long.
    /// </summary>
    internal const int MostPayloadLimit = 4 * 1024 * 1024;

    /// <summary>Clients at a time: the contract's.</summary>
    internal const int ConnectionLimit = 10;

    // Between looks at what no event tells: long beside a request, short beside an operator's patience.
    private const int PauseMilliseconds = 10;

    // For clients that take their last answers when the monitor ends.
    private const ulong FinishNanoseconds = 1_000_000_000;

    private readonly HttpConnection[] _connections = new HttpConnection[ConnectionLimit];
    private readonly ConnectionPlaces _places;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly UnixSocket _listener;
    private readonly Responder _responder;

    /// <summary>Begins to listen for clients.</summary>
    /// <param name="loop">The api thread's loop.</param>
    /// <param name="listener">Where clients connect; the caller's.</param>
    /// <param name="handler">Answers requests.</param>
    /// <param name="payloadLimit">The longest body, in bytes; at most <see cref="MostPayloadLimit"/>.</param>
    /// <exception cref="LinuxException">The socket cannot be waited on.</exception>
    internal HttpServer(EventLoop loop, UnixSocket listener, IApiHandler handler, long payloadLimit = DefaultPayloadLimit)
    {
        (_loop, _listener) = (loop, listener);
        _responder = new Responder(handler);
        for (int index = 0; index < ConnectionLimit; index++)
        {
            _connections[index] = new HttpConnection(loop, _responder, (int)payloadLimit);
        }
        _places = new ConnectionPlaces(_connections);
        _watch = loop.Watch(listener.Descriptor, this);
    }

    /// <summary>A client connects.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        Errno error = _listener.Accept(out OwnedDescriptor? client);
        if (client is null)
        {
            if (error != Errno.EAGAIN && error != Errno.EINTR)
            {
                // The process or the host has no descriptor or no memory left, and the client goes on waiting: ask again, but not at once.
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

    /// <summary>Takes no more clients and no more requests; gives clients a second to take the answers that they have not taken.</summary>
    internal void Finish()
    {
        _watch.Dispose();
        Array.ForEach(_connections, connection => connection.Finish());
        ulong end = MonotonicClock.Nanoseconds + FinishNanoseconds;
        while (Array.Exists(_connections, connection => connection.State != ConnectionState.Closed) && MonotonicClock.Nanoseconds < end)
        {
            _ = _loop.Turn(PauseMilliseconds);
        }
    }

    /// <summary>Closes every connection.</summary>
    public void Dispose()
    {
        Array.ForEach(_connections, connection => connection.Dispose());
        _responder.Unmap();
    }

    private static void TurnAway(OwnedDescriptor client)
    {
        _ = client.Descriptor.Send(FixedAnswers.TooMany);
        // A client that has sent its request already finds the end behind this answer, rather than an error.
        Span<byte> request = stackalloc byte[RequestHead.LineLimit];
        _ = client.Descriptor.Receive(request);
        client.Dispose();
    }
}
