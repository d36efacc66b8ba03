using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Sends a connection's answers, and lets it go on when the client has taken them.</summary>
/// <param name="client">The client's socket.</param>
/// <param name="reader">Reads what the client sends.</param>
/// <param name="responder">Makes the answers.</param>
/// <param name="progress">Where the connection is.</param>
internal sealed class AnswerSender(ClientSocket client, RequestReader reader, Responder responder, ConnectionProgress progress) : IHttpReply
{
    /// <inheritdoc/>
    public HttpResponse Begin() => responder.Begin();

    /// <inheritdoc/>
    public void Send()
    {
        if (client.IsOpen)
        {
            Send(responder.Finish(closing: progress.Next != ConnectionState.ReadingHead), progress.Next);
        }
        else
        {
            Close();
        }
    }

    /// <summary>Asks for the body of the request at hand.</summary>
    internal void SendContinue() => Send(FixedAnswers.Continue, ConnectionState.ReadingBody);

    /// <summary>Refuses what is no request: nobody knows where the next one begins, and the connection ends.</summary>
    /// <param name="status">The status.</param>
    internal void RefuseLast(int status) => Send(responder.Refuse(status, reader, closing: true), ConnectionState.Draining);

    /// <summary>Refuses a request whose head was read.</summary>
    /// <param name="status">The status.</param>
    internal void Refuse(int status)
    {
        if (reader.IsKeptRefused)
        {
            ReadOnlySpan<byte> answer = responder.Refuse(status, reader, closing: false);
            Send(answer, reader.TrySkip() ? ConnectionState.ReadingHead : ConnectionState.Skipping);
        }
        else
        {
            RefuseLast(status);
        }
    }

    /// <summary>The client can take more.</summary>
    internal void GoOn()
    {
        int taken = 0;
        if (!client.HasSentAll && !client.TrySendRest(out taken))
        {
            Close();
            return;
        }
        if (taken > 0)
        {
            progress.Touch();
        }
        Conclude();
    }

    /// <summary>Ends the connection.</summary>
    internal void Close()
    {
        client.Close();
        reader.Clear();
        progress.Enter(ConnectionState.Closed);
    }

    private void Send(ReadOnlySpan<byte> answer, ConnectionState next)
    {
        progress.Answer(next);
        if (!client.TrySend(answer))
        {
            Close();
        }
        else if (next == ConnectionState.ReadingHead && reader.HasInput)
        {
            // What is here already makes no event; that the client can take an answer to it does. Until then it is being answered.
            client.Await(EpollEvents.EPOLLOUT);
        }
        else
        {
            Conclude();
        }
    }

    private void Conclude()
    {
        if (!client.HasSentAll)
        {
            client.Await(EpollEvents.EPOLLOUT);
            return;
        }
        progress.Enter(progress.Next);
        switch (progress.State)
        {
            case ConnectionState.Closed:
                Close();
                break;
            case ConnectionState.Draining:
                // To close with something unread would be an error to the client, perhaps before it has seen the answer.
                client.Descriptor.EndSending();
                client.Await(EpollEvents.EPOLLIN);
                break;
            default:
                if (!reader.HasInput)
                {
                    client.Await(EpollEvents.EPOLLIN);
                }
                break;
        }
    }
}
