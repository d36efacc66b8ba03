using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Kiln.Testing.Harness;

/// <summary>A client with a keep-alive connection, for tests in which time matters.</summary>
internal sealed class ApiClient : IDisposable
{
    // A traced monitor on a busy host takes milliseconds from its bind to its listen.
    private static readonly TimeSpan _untilItListens = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _length;

    /// <summary>Connects; a socket that is bound but does not listen yet is waited for.</summary>
    internal ApiClient(string path)
        : this(Connect(path))
    {
    }

    /// <param name="socket">A connection, which is closed with the client.</param>
    internal ApiClient(Socket socket)
    {
        _socket = socket;
        _socket.ReceiveTimeout = 20_000;
    }

    /// <summary>The connection, for bytes that are not a request.</summary>
    internal Socket Socket => _socket;

    /// <summary>Makes a request and waits for the response.</summary>
    /// <param name="body">The body, or null.</param>
    internal Answer Request(string method, string path, string? body = null)
    {
        Send(method, path, body);
        return Receive();
    }

    /// <param name="body">The body, or null.</param>
    internal void Send(string method, string path, string? body = null)
    {
        string length = body is null ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        _socket.Send(Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\n{length}\r\n{body}"));
    }

    /// <returns>The response; status 0 when the connection has ended.</returns>
    internal Answer Receive()
    {
        while (true)
        {
            ReadOnlySpan<byte> received = _buffer.AsSpan(0, _length);
            int head = received.IndexOf("\r\n\r\n"u8) + 4;
            int end = head < 4 ? -1 : head + BodyLength(Encoding.ASCII.GetString(received[..head]));
            if (end >= 0 && _length >= end)
            {
                int status = int.Parse(Encoding.ASCII.GetString(received.Slice("HTTP/1.1 ".Length, 3)), CultureInfo.InvariantCulture);
                Answer answer = new(status, Encoding.UTF8.GetString(received[head..end]));
                received[end..].CopyTo(_buffer);
                _length -= end;
                return answer;
            }
            int count = _socket.Receive(_buffer.AsSpan(_length));
            if (count == 0)
            {
                return new Answer(0, "");
            }
            _length += count;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Connect(string path)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused && watch.Elapsed < _untilItListens)
            {
                socket.Dispose();
                Thread.Sleep(1);
            }
        }
    }

    private static int BodyLength(string head)
    {
        const string Name = "Content-Length: ";
        int start = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return start < Name.Length ? 0 : int.Parse(head[start..head.IndexOf('\r', start)], CultureInfo.InvariantCulture);
    }
}
