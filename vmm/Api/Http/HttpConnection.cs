using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A connection, reused for one client after another. Per turn of the event loop it receives once and passes on one request. While that is being
/// executed, or the client does not read the answer, nothing is received: a client cannot take more of the thread's time, nor memory beyond its
/// buffers.
/// </summary>
internal sealed class HttpConnection : IEventHandler, IDisposable
{
    private readonly ConnectionProgress _progress = new();
    private readonly ClientSocket _client;
    private readonly RequestReader _reader;
    private readonly AnswerSender _answers;
    private readonly RequestIntake _intake;

    /// <summary>Creates a connection without a client.</summary>
    /// <param name="loop">The event loop of the api thread.</param>
    /// <param name="payloadLimit">The maximum length of a body in bytes.</param>
    internal HttpConnection(EventLoop loop, Responder responder, int payloadLimit)
    {
        _client = new ClientSocket(loop, this, responder.Held);
        _reader = new RequestReader(payloadLimit);
        _answers = new AnswerSender(_client, _reader, responder, _progress);
        _intake = new RequestIntake(_client, _reader, responder, _answers, _progress);
    }

    internal ConnectionState State => _progress.State;

    /// <summary>The time of the last input or answer, in nanoseconds of the monotonic clock.</summary>
    internal ulong IdleSince => _progress.IdleSince;

    /// <summary>Whether the connection may be closed in favor of a new client: no request is being executed, and no answer is being sent.</summary>
    internal bool CanGiveWay => _progress.CanGiveWay;

    /// <summary>Whether the client has read nothing of its answer for too long.</summary>
    internal bool IsStalled => _progress.IsStalled;

    /// <summary>Takes on a client.</summary>
    /// <param name="socket">The client's non-blocking socket; owned by this connection from now on.</param>
    /// <returns>False when the event loop cannot watch the socket, which was then closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        bool opened = _client.TryOpen(socket);
        _progress.Touch();
        _progress.Enter(opened ? ConnectionState.ReadingHead : ConnectionState.Closed);
        return opened;
    }

    /// <summary>Handles an event of the socket: a call on the socket tells what it is.</summary>
    /// <param name="events">
    /// Used only while a request is being executed, when the only event is the end of the connection. Otherwise it may be a stale event of the
    /// previous client.
    /// </param>
    public void OnReady(EpollEvents events)
    {
        if (State == ConnectionState.Answering)
        {
            _answers.GoOn();
        }
        switch (State)
        {
            case ConnectionState.ReadingHead or ConnectionState.ReadingBody:
                _intake.Read();
                break;
            case ConnectionState.Skipping:
                _intake.Skip();
                break;
            case ConnectionState.Handling when (events & (EpollEvents.EPOLLHUP | EpollEvents.EPOLLERR)) != 0:
                // The request is executed nevertheless, and keeps this slot until then.
                _client.Close();
                break;
            case ConnectionState.Draining:
                _intake.Drain();
                break;
        }
    }

    /// <summary>Stops reading. Stays open only while an answer is due to the client.</summary>
    internal void Finish()
    {
        _progress.EndWithAnswer();
        if (State != ConnectionState.Handling && _client.HasSentAll)
        {
            _answers.Close();
        }
    }

    /// <summary>Closes the connection in favor of another client.</summary>
    internal void GiveWay() => _answers.Close();

    /// <summary>Closes the connection in any state, and frees its memory.</summary>
    public void Dispose()
    {
        _answers.Close();
        _client.Unmap();
        _reader.Unmap();
    }
}
