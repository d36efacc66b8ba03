using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>A client's one connection to the API, which it keeps: every request goes out byte for byte as its library writes it.</summary>
internal sealed class Exchange : IDisposable
{
    // Longer than any answer takes on any machine.
    private const int PatienceMilliseconds = 20_000;

    private readonly Dialect _dialect;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length;

    /// <param name="dialect">How requests are written.</param>
    internal Exchange(string socket, Dialect dialect)
    {
        _dialect = dialect;
        _socket.ReceiveTimeout = PatienceMilliseconds;
        // The path exists an instant before anybody listens, between bind and listen, with Firecracker as well.
        long end = Environment.TickCount64 + PatienceMilliseconds;
        while (!TryConnect(socket))
        {
            Assert.True(Environment.TickCount64 < end, $"nobody listens on {socket}");
        }
    }

    /// <summary>The connection, for clients that read it in their own way.</summary>
    internal Socket Socket => _socket;

    /// <summary>The last answer's headers with the line of its status.</summary>
    internal string Head { get; private set; } = "";

    /// <summary>Makes a request and takes its answer.</summary>
    /// <param name="body">The body, or null.</param>
    internal Answer Ask(string method, string path, string? body = null)
    {
        Send(_dialect.Write(method, path, body));
        return Receive();
    }

    /// <summary>Makes a request that must be carried out.</summary>
    internal void Do(string method, string path, string body) => Assert.Equal((path, new Answer(204, "")), (path, Ask(method, path, body)));

    /// <summary>Asks for an object that must be there.</summary>
    internal Answer Get(string path)
    {
        Answer answer = Ask("GET", path);
        Assert.Equal((path, 200), (path, answer.Status));
        return answer;
    }

    internal void Send(string text) => _socket.Send(Encoding.UTF8.GetBytes(text));

    /// <exception cref="InvalidOperationException">The connection has ended.</exception>
    internal Answer Receive()
    {
        while (true)
        {
            Span<byte> received = _buffer.AsSpan(0, _length);
            int head = received.IndexOf("\r\n\r\n"u8) + 4;
            int end = head < 4 ? int.MaxValue : head + LengthIn(Encoding.ASCII.GetString(received[..head]));
            if (end <= _length)
            {
                Head = Encoding.ASCII.GetString(received[..head]);
                Answer answer = new(int.Parse(Head["HTTP/1.1 ".Length..12], CultureInfo.InvariantCulture), Encoding.UTF8.GetString(received[head..end]));
                received[end..].CopyTo(_buffer);
                _length -= end;
                return answer;
            }
            int count = _socket.Receive(_buffer.AsSpan(_length));
            _length += count > 0 ? count : throw new InvalidOperationException($"the connection ended after: {Head}{Encoding.UTF8.GetString(received)}");
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryConnect(string socket)
    {
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    private static int LengthIn(string head)
    {
        const string Name = "\r\nContent-Length: ";
        int start = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return start < Name.Length ? 0 : int.Parse(head[start..head.IndexOf('\r', start)], CultureInfo.InvariantCulture);
    }
}
