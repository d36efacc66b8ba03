using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's socket on the event loop, with the unsent rest of an answer. The kernel's socket buffer takes most answers whole, so only a client
/// that does not read costs memory: for one answer, and only if there is room.
/// </summary>
/// <param name="loop">The event loop of the api thread.</param>
/// <param name="handler">Called when the socket is ready.</param>
/// <param name="held">Accounts for the room that unsent answers take.</param>
internal sealed class ClientSocket(EventLoop loop, IEventHandler handler, HeldAnswers held)
{
    private OwnedDescriptor? _socket;
    private Watch? _watch;
    private EpollEvents _interest;
    private readonly AnswerRest _rest = new();
    private ReadOnlyMemory<byte> _lasting;
    private int _taken;

    /// <summary>Whether a client is connected.</summary>
    internal bool IsOpen => _socket is not null;

    /// <summary>The socket, while a client is connected.</summary>
    internal Descriptor Descriptor => _socket!.Descriptor;

    /// <summary>Whether no part of an answer is left to send.</summary>
    internal bool HasSentAll => _rest.Bytes.IsEmpty && _lasting.IsEmpty;

    /// <summary>Takes on a client.</summary>
    /// <param name="socket">The client's non-blocking socket; owned by this object from now on.</param>
    /// <returns>False when the event loop cannot watch the socket, which was then closed.</returns>
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

    /// <summary>Sets the events to wait for.</summary>
    internal void Await(EpollEvents interest)
    {
        if (interest != _interest)
        {
            _interest = interest;
            _watch!.Change(interest);
        }
    }

    /// <summary>Sends an answer; no rest of another may be left.</summary>
    /// <param name="answer">The answer. If there is no room for it, the client gets <see cref="FixedAnswers.NoRoom"/> instead.</param>
    /// <param name="lasting">The rest of the answer, which takes no room, since it lasts until it is sent.</param>
    /// <returns>False when the client is gone, or the host has no memory for the rest.</returns>
    internal bool TrySend(ReadOnlySpan<byte> answer, ReadOnlyMemory<byte> lasting)
    {
        bool fits = held.TryTake(answer.Length);
        ReadOnlySpan<byte> given = fits ? answer : FixedAnswers.NoRoom;
        _taken = given.Length;
        _lasting = fits ? lasting : default;
        IoResult sent = Descriptor.Send(given);
        if (sent.Count < given.Length)
        {
            return IsAlive(sent) && _rest.TryKeep(given[sent.Count..]);
        }
        return TrySendLasting(out _);
    }

    /// <summary>Sends more of the rest.</summary>
    /// <param name="taken">The number of bytes sent.</param>
    /// <returns>False when the client is gone.</returns>
    internal bool TrySendRest(out int taken)
    {
        if (_rest.Bytes.IsEmpty)
        {
            return TrySendLasting(out taken);
        }
        IoResult sent = Descriptor.Send(_rest.Bytes);
        taken = sent.Count;
        _rest.Drop(taken);
        if (!_rest.Bytes.IsEmpty || !IsAlive(sent))
        {
            return IsAlive(sent);
        }
        bool isAlive = TrySendLasting(out int more);
        taken += more;
        return isAlive;
    }

    /// <summary>Closes the socket, if a client is connected.</summary>
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

    internal void Unmap() => _rest.Unmap();

    private bool TrySendLasting(out int taken)
    {
        taken = 0;
        bool isAlive = true;
        while (isAlive && !_lasting.IsEmpty)
        {
            IoResult sent = Descriptor.Send(_lasting.Span);
            _lasting = _lasting[sent.Count..];
            taken += sent.Count;
            isAlive = IsAlive(sent);
            if (sent.Failed)
            {
                return isAlive;
            }
        }
        ForgetRest();
        return isAlive;
    }

    private void ForgetRest()
    {
        _lasting = default;
        held.Give(_taken);
        _taken = 0;
        _rest.Clear();
    }

    private static bool IsAlive(IoResult sent) => !sent.Failed || sent.WouldBlock || sent.Errno == Errno.EINTR;
}
