using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Sends the answers on a connection, and lets it continue once the client has read them.</summary>
internal sealed class AnswerSender(ClientSocket client, RequestReader reader, Responder responder, ConnectionProgress progress) : IHttpReply
{
    /// <inheritdoc/>
    public HttpResponse Begin() => responder.Begin();

    /// <inheritdoc/>
    public void Send()
    {
        if (client.IsOpen)
        {
            Send(responder.Finish(closing: progress.Next != ConnectionState.ReadingHead), responder.Lasting, progress.Next);
        }
        else
        {
            Close();
        }
    }

    /// <summary>Sends 100 Continue for the current request.</summary>
    internal void SendContinue() => Send(FixedAnswers.Continue, ConnectionState.ReadingBody);

    /// <summary>Refuses input that is not a request and closes the connection, since the start of the next request is unknown.</summary>
    internal void RefuseLast(int status) => Send(responder.Refuse(status, reader, closing: true), ConnectionState.Draining);

    /// <summary>Refuses a request whose head is complete; keeps the connection if its end is known.</summary>
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

    /// <summary>Continues after the client's socket has become writable.</summary>
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

    internal void Close()
    {
        client.Close();
        reader.Clear();
        progress.Enter(ConnectionState.Closed);
    }

    private void Send(ReadOnlySpan<byte> answer, ConnectionState next) => Send(answer, default, next);

    private void Send(ReadOnlySpan<byte> answer, ReadOnlyMemory<byte> lasting, ConnectionState next)
    {
        progress.Answer(next);
        if (!client.TrySend(answer, lasting))
        {
            Close();
        }
        else if (next == ConnectionState.ReadingHead && reader.HasInput)
        {
            // Input that has been received causes no event, so wait until an answer to it can be sent.
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
                // Closing with unread input would reset the connection, perhaps before the client has read the answer.
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
