using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Kiln.Testing.Harness;

/// <summary>A client that keeps its connection, and is as fast as its requests are.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _length;

    /// <summary>Connects.</summary>
    /// <param name="path">The API's socket.</param>
    internal ApiClient(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _socket.ReceiveTimeout = 20_000;
    }

    /// <summary>The connection, for what is no request.</summary>
    internal Socket Socket => _socket;

    /// <summary>Makes a request and takes its answer.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its body, if it has one.</param>
    internal Answer Request(string method, string path, string? body = null)
    {
        Send(method, path, body);
        return Receive();
    }

    /// <summary>Makes a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its body, if it has one.</param>
    internal void Send(string method, string path, string? body = null)
    {
        string length = body is null ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        _socket.Send(Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\n{length}\r\n{body}"));
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>It; status 0 when the connection has ended.</returns>
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

    private static int BodyLength(string head)
    {
        const string Name = "Content-Length: ";
        int start = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return start < Name.Length ? 0 : int.Parse(head[start..head.IndexOf('\r', start)], CultureInfo.InvariantCulture);
    }
}
