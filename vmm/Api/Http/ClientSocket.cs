using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's socket in the loop, and the rest of an answer that the client did not take at once. The kernel's buffer takes most answers
/// whole, so that only a client that does not read costs memory, and only for one answer, when there is room for it.
/// </summary>
/// <param name="loop">The api thread's loop.</param>
/// <param name="handler">Called when the socket is ready.</param>
/// <param name="held">Has room for rests.</param>
internal sealed class ClientSocket(EventLoop loop, IEventHandler handler, HeldAnswers held)
{
    private OwnedDescriptor? _socket;
    private Watch? _watch;
    private EpollEvents _interest;
    private readonly AnswerRest _rest = new();
    private int _taken;

    /// <summary>Whether there is a client.</summary>
    internal bool IsOpen => _socket is not null;

    /// <summary>Where to receive from, as long as there is a client.</summary>
    internal Descriptor Descriptor => _socket!.Descriptor;

    /// <summary>Whether the client was sent everything.</summary>
    internal bool HasSentAll => _rest.Bytes.IsEmpty;

    /// <summary>Serves a client.</summary>
    /// <param name="socket">Its socket, on which no call waits; this object's from now on.</param>
    /// <returns>False when it cannot be waited on, and was closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        Watch watch = loop.Prepare(socket.Descriptor, handler);
        if (watch.TryListen(EpollEvents.EPOLLIN) is not null)
        {
            socket.Dispose();
            return false;
        }
        (_socket, _watch, _interest) = (socket, watch, EpollEvents.EPOLLIN);
        return true;
    }

    /// <summary>Chooses what to be called for next.</summary>
    /// <param name="interest">For what.</param>
    internal void Await(EpollEvents interest)
    {
        if (interest != _interest)
        {
            _interest = interest;
            _watch!.Change(interest);
        }
    }

    /// <summary>Sends an answer, when there is no rest of another.</summary>
    /// <param name="answer">The answer. When there is no room for it the client gets a refusal instead.</param>
    /// <returns>False when the client is gone, or its answer cannot be kept.</returns>
    internal bool TrySend(ReadOnlySpan<byte> answer)
    {
        ReadOnlySpan<byte> given = held.TryTake(answer.Length) ? answer : FixedAnswers.NoRoom;
        _taken = given.Length;
        IoResult sent = Descriptor.Send(given);
        if (sent.Count < given.Length)
        {
            return IsAlive(sent) && _rest.TryKeep(given[sent.Count..]);
        }
        ForgetRest();
        return true;
    }

    /// <summary>Sends more of the rest.</summary>
    /// <param name="taken">How many bytes the client took.</param>
    /// <returns>False when the client is gone.</returns>
    internal bool TrySendRest(out int taken)
    {
        IoResult sent = Descriptor.Send(_rest.Bytes);
        taken = sent.Count;
        _rest.Drop(taken);
        if (HasSentAll)
        {
            ForgetRest();
        }
        return IsAlive(sent);
    }

    /// <summary>Closes it; nothing when there is no client.</summary>
    internal void Close()
    {
        if (_socket is { } socket)
        {
            _watch!.Dispose();
            socket.Dispose();
            (_socket, _watch) = (null, null);
            ForgetRest();
        }
    }

    /// <summary>Gives the memory back for good.</summary>
    internal void Unmap() => _rest.Unmap();

    private void ForgetRest()
    {
        held.Give(_taken);
        _taken = 0;
        _rest.Clear();
    }

    private static bool IsAlive(IoResult sent) => !sent.Failed || sent.WouldBlock || sent.Errno == Errno.EINTR;
}
