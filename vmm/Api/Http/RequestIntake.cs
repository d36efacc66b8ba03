using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Takes what a connection's client sends: in a turn of the loop it receives once and hands over one request, or throws away what nobody will
/// read.
/// </summary>
/// <param name="client">The client's socket.</param>
/// <param name="reader">Reads what the client sends.</param>
/// <param name="responder">Has requests answered.</param>
/// <param name="answers">Sends the answers.</param>
/// <param name="progress">Where the connection is.</param>
internal sealed class RequestIntake(
    ClientSocket client, RequestReader reader, Responder responder, AnswerSender answers, ConnectionProgress progress)
{
    /// <summary>Goes on with the request that comes. What was received with an earlier one comes first.</summary>
    internal void Read()
    {
        if (!TryAdvance() && TryReceive() && !TryAdvance())
        {
            client.Await(EpollEvents.EPOLLIN);
        }
    }

    /// <summary>Throws away more of the body of a request that was refused, and goes on with the request behind it.</summary>
    internal void Skip()
    {
        if (TryReceive() && reader.TrySkipBody())
        {
            progress.Enter(ConnectionState.ReadingHead);
            _ = TryAdvance();
        }
    }

    /// <summary>Throws away more of what comes behind the last answer, up to the end or to what is too much.</summary>
    internal void Drain()
    {
        if (IsOver(reader.Discard(client.Descriptor)) || reader.Discarded > RequestReader.DiscardLimit)
        {
            answers.Close();
        }
    }

    /// <returns>True when a request was answered or refused, or the client is gone; false when more has to be received first.</returns>
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
            // All that the client sent whole is answered.
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

    // The client sends no more, or is gone.
    private static bool IsOver(IoResult received) => received.Count == 0 && !received.WouldBlock && received.Errno != Errno.EINTR;
}
