using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Networks;

namespace Kiln.Integration.Tests.Metadata;

/// <summary>A web server of the host in a guest's network, which has one page: what the metadata service is compared with. One connection at a time.</summary>
internal sealed class TinyWebServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly byte[] _answer;
    private volatile Socket? _client;

    /// <param name="network">Where it serves, at the host's address.</param>
    internal TinyWebServer(GuestNetwork network, int length)
    {
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 \r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
        Socket? listener = null;
        network.Do(() =>
        {
            listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Parse(GuestNetwork.HostAddress), 80));
            listener.Listen(1);
        });
        _listener = listener!;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _client?.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        byte[] request = new byte[4096];
        try
        {
            while (true)
            {
                using Socket client = _client = _listener.Accept();
                client.NoDelay = true;
                // A request may come in pieces.
                int length = 0;
                for (int part; (part = client.Receive(request.AsSpan(length))) > 0;)
                {
                    length += part;
                    if (request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                    {
                        client.Send(_answer);
                        length = 0;
                    }
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
