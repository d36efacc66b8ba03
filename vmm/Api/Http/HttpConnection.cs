using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's connection, used again for the next client when this one is gone. In a turn of the loop it receives once and answers once,
/// and while the client does not take an answer it reads nothing, so that no client costs others more than that, or memory beyond its
/// buffers.
/// </summary>
internal sealed class HttpConnection : IEventHandler, IDisposable
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

    /// <summary>Serves a client.</summary>
    /// <param name="socket">Its socket, on which no call waits; this connection's from now on.</param>
    /// <returns>False when it cannot be waited on, and was closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        bool opened = _client.TryOpen(socket);
        State = opened ? ConnectionState.ReadingHead : ConnectionState.Closed;
        return opened;
    }

    /// <summary>Something came, or can be sent, or the client is gone: a call on the socket tells.</summary>
    /// <param name="events">Not used. They may be those of a client that had this place before.</param>
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
            case ConnectionState.Draining:
                Drain();
                break;
        }
    }

    /// <summary>Reads nothing more. Goes on only for as long as the client has an answer to take.</summary>
    internal void Finish()
    {
        _next = ConnectionState.Closed;
        if (State != ConnectionState.Answering)
        {
            Close();
        }
    }

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
            Answer();
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
            Send(Responder.Continue, ConnectionState.ReadingBody);
        }
        else
        {
            State = ConnectionState.ReadingBody;
        }
    }

    private void Answer()
    {
        bool closing = !_reader.IsKeptAlive;
        ReadOnlySpan<byte> answer = _responder.Answer(_reader.Request, closing);
        _reader.ForgetRequest();
        Send(answer, closing ? ConnectionState.Draining : ConnectionState.ReadingHead);
        if (State == ConnectionState.ReadingHead)
        {
            // For what is here already no event comes, but that the client can take an answer is one that is there at once.
            _client.Await(_reader.HasInput ? EpollEvents.EPOLLOUT : EpollEvents.EPOLLIN);
        }
    }

    private void Refuse(int status) => Send(_responder.Refuse(status), ConnectionState.Draining);

    private void Send(ReadOnlySpan<byte> answer, ConnectionState next)
    {
        (State, _next) = (ConnectionState.Answering, next);
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
