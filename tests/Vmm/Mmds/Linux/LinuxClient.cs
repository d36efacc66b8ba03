using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Linux;

/// <summary>A connection of Linux's own TCP to the service. Belongs to a thread of the network namespace.</summary>
internal sealed class LinuxClient : IDisposable
{
    // Of tcp(7).
    private const int TCP_MAXSEG = 2;
    private const int TCP_WINDOW_CLAMP = 10;

    private static readonly IPEndPoint _service = new(IPAddress.Parse("169.254.169.254"), 80);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <param name="segmentSize">What it announces; 0 for the interface's.</param>
    /// <param name="window">The most that it announces; 0 for as much as there is.</param>
    internal LinuxClient(int segmentSize = 0, int window = 0)
    {
        // Only a hang takes longer.
        _socket.ReceiveTimeout = 120_000;
        _socket.NoDelay = true;
        if (segmentSize > 0)
        {
            Set(TCP_MAXSEG, segmentSize);
        }
        if (window > 0)
        {
            Set(TCP_WINDOW_CLAMP, window);
        }
        _socket.Connect(_service);
    }

    internal Socket Socket => _socket;

    internal void Ask(string line) => _socket.Send(Encoding.ASCII.GetBytes(line + "\n"));

    /// <summary>Reads as many bytes.</summary>
    /// <exception cref="InvalidOperationException">The connection ended first.</exception>
    internal byte[] Read(int count)
    {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count;)
        {
            int part = _socket.Receive(bytes.AsSpan(done));
            done += part > 0 ? part : throw new InvalidOperationException($"the connection ended after {done} of {count} bytes");
        }
        return bytes;
    }

    /// <summary>Closes as a client does who has no more to ask: FIN, then whatever is still to come.</summary>
    internal void Finish()
    {
        _socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, _socket.Receive(new byte[1]));
    }

    /// <summary>Closes by a reset.</summary>
    internal void Abort() => _socket.LingerState = new LingerOption(true, 0);

    public void Dispose() => _socket.Dispose();

    private void Set(int option, int value) => _socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, option, BitConverter.GetBytes(value));
}
