using System.Net.Sockets;

namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <summary>A program's end of a connection, which never waits.</summary>
internal sealed class HostEnd : IDisposable
{
    private readonly Socket _socket;

    internal HostEnd(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
    }

    /// <summary>Connects to a socket that somebody listens on.</summary>
    internal static HostEnd Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new HostEnd(socket);
    }

    /// <summary>Whether the other end is at its end: nothing comes any more.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <returns>How much was taken; less when there is no room, or nobody.</returns>
    internal int Send(ReadOnlySpan<byte> data)
    {
        int count = _socket.Send(data, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? count : 0;
    }

    /// <summary>Takes what has come.</summary>
    /// <param name="most">How much at most.</param>
    internal byte[] Receive(int most = int.MaxValue)
    {
        List<byte> all = [];
        Span<byte> room = stackalloc byte[4096];
        while (!IsAtEnd && all.Count < most)
        {
            int count = _socket.Receive(room[..Math.Min(room.Length, most - all.Count)], SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                break;
            }
            // Reset when the other end has not read all.
            IsAtEnd = error != SocketError.Success || count == 0;
            all.AddRange(room[..count]);
        }
        return [.. all];
    }

    /// <summary>Says that it sends no more.</summary>
    internal void Shut() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();
}
