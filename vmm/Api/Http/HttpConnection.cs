using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's connection, used again for the next client when this one is gone. In a turn of the loop it receives once and hands over one
/// request, and while that is under way or the client does not take its answer it reads nothing, so that no client costs others more than
/// that, or memory beyond its buffers.
/// </summary>
internal sealed class HttpConnection : IEventHandler, IHttpReply, IDisposable
{
    // More than the rest of any body that is sent by mistake; what goes on after it is a flood.
    private const int DrainLimit = 1024 * 1024;

    private readonly ClientSocket _client;
    private readonly RequestReader _reader;
    private readonly Responder _responder;
    private ConnectionState _next;
    private int _drained;

    /// <summary>Makes a connection without a client.</summary>
    /// <param name="loop">The api thread's loop.</param>
    /// <param name="responder">Makes the answers.</param>
    /// <param name="payloadLimit">The longest body, in bytes.</param>
    internal HttpConnection(EventLoop loop, Responder responder, int payloadLimit)
    {
        _client = new ClientSocket(loop, this, responder.Held);
        _reader = new RequestReader(payloadLimit, responder.Reason);
        _responder = responder;
    }

    /// <summary>What it is doing.</summary>
    internal ConnectionState State { get; private set; }

    /// <summary>Since when the client has sent nothing and was sent nothing, in nanoseconds of the monotonic clock.</summary>
    internal ulong IdleSince { get; private set; }

    /// <summary>Whether another client may have the place: nothing that this one asked for is under way or being sent.</summary>
    internal bool CanGiveWay => State is ConnectionState.ReadingHead or ConnectionState.ReadingBody or ConnectionState.Draining;

    /// <summary>Serves a client.</summary>
    /// <param name="socket">Its socket, on which no call waits; this connection's from now on.</param>
    /// <returns>False when it cannot be waited on, and was closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        bool opened = _client.TryOpen(socket);
        IdleSince = MonotonicClock.Nanoseconds;
        State = opened ? ConnectionState.ReadingHead : ConnectionState.Closed;
        return opened;
    }

    /// <summary>Something came, or can be sent, or the client is gone: a call on the socket tells.</summary>
    /// <param name="events">
    /// Looked at only while a request is under way, when nothing but the end of the connection is waited for. At other times they may be those
    /// of a client that had this place before.
    /// </param>
    public void OnReady(EpollEvents events)
    {
        if (State == ConnectionState.Answering)
        {
            Conclude(_client.TrySendRest());
        }
        switch (State)
        {
            case ConnectionState.ReadingHead or ConnectionState.ReadingBody:
                // What was received with an earlier request comes first.
                if (!TryAdvance() && TryReceive() && !TryAdvance())
                {
                    _client.Await(EpollEvents.EPOLLIN);
                }
                break;
            case ConnectionState.Handling when (events & (EpollEvents.EPOLLHUP | EpollEvents.EPOLLERR)) != 0:
                // What it asked for is done all the same, and the place is its own until then.
                _client.Close();
                break;
            case ConnectionState.Draining:
                Drain();
                break;
        }
    }

    /// <inheritdoc/>
    public HttpResponse Begin() => _responder.Begin();

    /// <inheritdoc/>
    public void Send()
    {
        if (!_client.IsOpen)
        {
            Close();
            return;
        }
        Send(_responder.Finish(closing: _next != ConnectionState.ReadingHead), _next);
        if (State == ConnectionState.ReadingHead)
        {
            // For what is here already no event comes, but that the client can take an answer is one that is there at once.
            _client.Await(_reader.HasInput ? EpollEvents.EPOLLOUT : EpollEvents.EPOLLIN);
        }
    }

    /// <summary>Reads nothing more. Goes on only for as long as the client has an answer to get.</summary>
    internal void Finish()
    {
        _next = ConnectionState.Closed;
        if (State is not (ConnectionState.Handling or ConnectionState.Answering))
        {
            Close();
        }
    }

    /// <summary>Makes room for another client.</summary>
    internal void GiveWay() => Close();

    /// <summary>Ends it, whatever it is doing, and gives its memory back.</summary>
    public void Dispose()
    {
        Close();
        _client.Unmap();
        _reader.Unmap();
    }

    /// <returns>True when a request was answered or refused, or the client is gone; false when more has to be received first.</returns>
    private bool TryAdvance()
    {
        if (State == ConnectionState.ReadingHead)
        {
            switch (_reader.ReadHead())
            {
                case HeadProgress.Incomplete:
                    return false;
                case HeadProgress.Failed:
                    Refuse(400);
                    return true;
            }
            BeginBody();
        }
        if (State == ConnectionState.ReadingBody)
        {
            if (!_reader.TryReadBody())
            {
                return false;
            }
            HandOver();
        }
        return true;
    }

    private void BeginBody()
    {
        if (!_reader.TryBeginBody())
        {
            Refuse(500);
        }
        else if (_reader.ExpectsContinue)
        {
            Send(FixedAnswers.Continue, ConnectionState.ReadingBody);
        }
        else
        {
            State = ConnectionState.ReadingBody;
        }
    }

    private void HandOver()
    {
        _next = _reader.IsKeptAlive ? ConnectionState.ReadingHead : ConnectionState.Draining;
        State = ConnectionState.Handling;
        _responder.Handle(_reader.Request, this);
        _reader.ForgetRequest();
        if (State == ConnectionState.Handling)
        {
            _client.Await(default);
        }
    }

    private void Refuse(int status) => Send(_responder.Refuse(status), ConnectionState.Draining);

    private void Send(ReadOnlySpan<byte> answer, ConnectionState next)
    {
        (State, _next) = (ConnectionState.Answering, next);
        IdleSince = MonotonicClock.Nanoseconds;
        Conclude(_client.TrySend(answer));
    }

    private void Conclude(bool alive)
    {
        if (!alive || (_client.HasSentAll && _next == ConnectionState.Closed))
        {
            Close();
        }
        else if (!_client.HasSentAll)
        {
            _client.Await(EpollEvents.EPOLLOUT);
        }
        else
        {
            State = _next;
            if (State == ConnectionState.Draining)
            {
                // To close with something unread would be an error to the client, perhaps before it has seen the answer.
                _client.Descriptor.EndSending();
                _client.Await(EpollEvents.EPOLLIN);
            }
        }
    }

    private void Drain()
    {
        IoResult received = _reader.Discard(_client.Descriptor);
        _drained += received.Count;
        if (IsOver(received) || _drained > DrainLimit)
        {
            Close();
        }
    }

    private bool TryReceive()
    {
        IoResult received = State == ConnectionState.ReadingBody
            ? _reader.ReceiveBody(_client.Descriptor)
            : _reader.Receive(_client.Descriptor);
        if (IsOver(received))
        {
            // All that the client sent whole is answered.
            Close();
        }
        else if (received.Count == 0)
        {
            _client.Await(EpollEvents.EPOLLIN);
        }
        else
        {
            IdleSince = MonotonicClock.Nanoseconds;
        }
        return received.Count > 0;
    }

    // The client sends no more, or is gone.
    private static bool IsOver(IoResult received) => received.Count == 0 && !received.WouldBlock && received.Errno != Errno.EINTR;

    private void Close()
    {
        _client.Close();
        _reader.Clear();
        _drained = 0;
        State = ConnectionState.Closed;
    }
}
