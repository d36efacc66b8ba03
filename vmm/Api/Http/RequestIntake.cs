using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Receives on a connection: per turn of the event loop it receives once and passes on one request, or discards input that nobody will read.
/// </summary>
internal sealed class RequestIntake(
    ClientSocket client, RequestReader reader, Responder responder, AnswerSender answers, ConnectionProgress progress)
{
    /// <summary>Continues with the current request; input received with an earlier one comes first.</summary>
    internal void Read()
    {
        if (!TryAdvance() && TryReceive() && !TryAdvance())
        {
            client.Await(EpollEvents.EPOLLIN);
        }
    }

    /// <summary>Discards more of the body of a refused request, and continues with the request that follows it.</summary>
    internal void Skip()
    {
        if (TryReceive() && reader.TrySkipBody())
        {
            progress.Enter(ConnectionState.ReadingHead);
            _ = TryAdvance();
        }
    }

    /// <summary>Discards more of what follows the last answer, until the client closes or has sent too much.</summary>
    internal void Drain()
    {
        if (IsOver(reader.Discard(client.Descriptor)) || reader.Discarded > RequestReader.DiscardLimit)
        {
            answers.Close();
        }
    }

    /// <returns>True when a request was answered or refused, or the client is gone; false when more input is needed.</returns>
    private bool TryAdvance()
    {
        if (progress.State == ConnectionState.ReadingHead)
        {
            switch (reader.ReadHead())
            {
                case HeadProgress.Incomplete:
                    return false;
                case HeadProgress.Failed:
                    answers.RefuseLast(400);
                    return true;
                case HeadProgress.Refused:
                    answers.Refuse(400);
                    return true;
            }
            BeginBody();
        }
        if (progress.State == ConnectionState.ReadingBody)
        {
            if (!reader.TryReadBody())
            {
                return false;
            }
            HandOver();
        }
        return true;
    }

    private void BeginBody()
    {
        if (!reader.TryBeginBody())
        {
            answers.Refuse(500);
        }
        else if (reader.ExpectsContinue)
        {
            answers.SendContinue();
        }
        else
        {
            progress.Enter(ConnectionState.ReadingBody);
        }
    }

    private void HandOver()
    {
        progress.Handle(reader.IsKeptAlive ? ConnectionState.ReadingHead : ConnectionState.Draining);
        responder.Handle(reader.Request, answers);
        reader.ForgetRequest();
        if (progress.State == ConnectionState.Handling)
        {
            client.Await(default);
        }
    }

    private bool TryReceive()
    {
        IoResult received = progress.State == ConnectionState.ReadingBody
            ? reader.ReceiveBody(client.Descriptor)
            : reader.Receive(client.Descriptor);
        if (IsOver(received))
        {
            // Every complete request has been answered.
            answers.Close();
        }
        else if (received.Count == 0)
        {
            client.Await(EpollEvents.EPOLLIN);
        }
        else
        {
            progress.Touch();
        }
        return received.Count > 0;
    }

    // The client has closed its side, or is gone.
    private static bool IsOver(IoResult received) => received.Count == 0 && !received.WouldBlock && received.Errno != Errno.EINTR;
}
