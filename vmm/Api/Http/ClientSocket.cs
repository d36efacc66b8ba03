using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// A client's socket in the loop, and the rest of an answer that the client did not take at once. The kernel's buffer takes most answers
/// whole, so that only a client that does not read costs memory, and only for one answer.
/// </summary>
/// <param name="loop">The api thread's loop.</param>
/// <param name="handler">Called when the socket is ready.</param>
internal sealed class ClientSocket(EventLoop loop, IEventHandler handler)
{
    private OwnedDescriptor? _socket;
    private EpollEvents _interest;
    private byte[] _rest = [];
    private int _sent;

    /// <summary>Whether there is a client.</summary>
    internal bool IsOpen => _socket is not null;

    /// <summary>Where to receive from, as long as there is a client.</summary>
    internal Descriptor Descriptor => _socket!.Descriptor;

    /// <summary>Whether the client was sent everything.</summary>
    internal bool HasSentAll => _sent == _rest.Length;

    /// <summary>Serves a client.</summary>
    /// <param name="socket">Its socket, on which no call waits; this object's from now on.</param>
    /// <returns>False when it cannot be waited on, and was closed.</returns>
    internal bool TryOpen(OwnedDescriptor socket)
    {
        if (loop.TryAdd(socket.Descriptor, EpollEvents.EPOLLIN, handler) is not null)
        {
            socket.Dispose();
            return false;
        }
        (_socket, _interest) = (socket, EpollEvents.EPOLLIN);
        return true;
    }

    /// <summary>Chooses what to be called for next.</summary>
    /// <param name="interest">For what.</param>
    internal void Await(EpollEvents interest)
    {
        if (interest != _interest)
        {
            _interest = interest;
            loop.Change(Descriptor, interest, handler);
        }
    }

    /// <summary>Sends an answer, when there is no rest of another.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>False when the client is gone.</returns>
    internal bool TrySend(ReadOnlySpan<byte> answer)
    {
        IoResult sent = Descriptor.Send(answer);
        if (sent.Count < answer.Length)
        {
            (_rest, _sent) = (answer[sent.Count..].ToArray(), 0);
        }
        return IsAlive(sent);
    }

    /// <summary>Sends more of the rest.</summary>
    /// <returns>False when the client is gone.</returns>
    internal bool TrySendRest()
    {
        IoResult sent = Descriptor.Send(_rest.AsSpan(_sent));
        _sent += sent.Count;
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
            loop.Remove(socket.Descriptor, handler);
            socket.Dispose();
            _socket = null;
            ForgetRest();
        }
    }

    private void ForgetRest() => (_rest, _sent) = ([], 0);

    private static bool IsAlive(IoResult sent) => !sent.Failed || sent.WouldBlock || sent.Errno == Errno.EINTR;
}
