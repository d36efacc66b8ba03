using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's connection, used again for the next client when this one is gone. In a turn of the loop it receives once and hands over one
/// request, and while that is under way or the client does not take its answer it reads nothing, so that no client costs others more than
/// that, or memory beyond its buffers.
/// </summary>
internal sealed class HttpConnection : IEventHandler, IDisposable
{
    private readonly ConnectionProgress _progress = new();
    private readonly ClientSocket _client;
    private readonly RequestReader _reader;
    private readonly AnswerSender _answers;
    private readonly RequestIntake _intake;

    /// <summary>Makes a connection without a client.</summary>
    /// <param name="loop">The api thread's loop.</param>
    /// <param name="responder">Makes the answers.</param>
    /// <param name="payloadLimit">The longest body, in bytes.</param>
    internal HttpConnection(EventLoop loop, Responder responder, int payloadLimit)
    {
        _client = new ClientSocket(loop, this, responder.Held);
        _reader = new RequestReader(payloadLimit);
        _answers = new AnswerSender(_client, _reader, responder, _progress);
        _intake = new RequestIntake(_client, _reader, responder, _answers, _progress);
    }

    /// <summary>What it is doing.</summary>
    internal ConnectionState State => _progress.State;

    /// <summary>Since when the client has sent nothing and was sent nothing, in nanoseconds of the monotonic clock.</summary>
    internal ulong IdleSince => _progress.IdleSince;

    /// <summary>Whether another client may have the place: nothing that this one asked for is under way or being sent.</summary>
    internal bool CanGiveWay => _progress.CanGiveWay;

    /// <summary>Whether the client has an answer to take, and has taken none of it for so long that it may never.</summary>
    internal bool IsStalled => _progress.IsStalled;

    /// <summary>Serves a client.</summary>
    /// <param name="socket">Its socket, on which no call waits; this connection's from now on.</param>
    /// <returns>False when it cannot be waited on, and was closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        bool opened = _client.TryOpen(socket);
        _progress.Touch();
        _progress.Enter(opened ? ConnectionState.ReadingHead : ConnectionState.Closed);
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
                // What it asked for is done all the same, and the place is its own until then.
                _client.Close();
                break;
            case ConnectionState.Draining:
                _intake.Drain();
                break;
        }
    }

    /// <summary>Reads nothing more. Goes on only for as long as the client has an answer to get.</summary>
    internal void Finish()
    {
        _progress.EndWithAnswer();
        if (State != ConnectionState.Handling && _client.HasSentAll)
        {
            _answers.Close();
        }
    }

    /// <summary>Makes room for another client.</summary>
    internal void GiveWay() => _answers.Close();

    /// <summary>Ends it, whatever it is doing, and gives its memory back.</summary>
    public void Dispose()
    {
        _answers.Close();
        _client.Unmap();
        _reader.Unmap();
    }
}
