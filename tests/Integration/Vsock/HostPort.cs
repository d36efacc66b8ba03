using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>A program of the host that listens where the monitor connects to for a port of the guest's; each connection is served by a thread.</summary>
internal sealed class HostPort : IDisposable
{
    // More than the monitor may open at once.
    private const int Backlog = 2048;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _connections = [];
    private readonly Action<Socket>? _serve;
    private readonly string _path;

    /// <param name="path">The socket, for everybody to connect to.</param>
    /// <param name="serve">Serves a connection, which is closed when it returns; null when connections are held and never read.</param>
    internal HostPort(string path, Action<Socket>? serve)
    {
        (_path, _serve) = (path, serve);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        _listener.Listen(Backlog);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>How many connections there were.</summary>
    internal int Accepted
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Sends back all that comes, until the other side is at its end.</summary>
    internal static void Echo(Socket socket)
    {
        byte[] room = new byte[64 << 10];
        for (int count; (count = socket.Receive(room)) > 0;)
        {
            VsockGuest.SendAll(socket, room.AsSpan(0, count));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_connections)
        {
            _connections.ForEach(socket => socket.Dispose());
        }
        File.Delete(_path);
    }

    private void Accept()
    {
        try
        {
            for (; ; )
            {
                Socket socket = _listener.Accept();
                lock (_connections)
                {
                    _connections.Add(socket);
                }
                if (_serve is not null)
                {
                    new Thread(() => Serve(socket)) { IsBackground = true }.Start();
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    // A connection that ends before its time, because the guest or the test does, is no failure of this program's.
    private void Serve(Socket socket)
    {
        try
        {
            _serve!(socket);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
        socket.Dispose();
    }
}
