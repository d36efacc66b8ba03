using System.IO;
using System.Linq;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>A server with its own socket and a loop turned by the test, with clients on the same thread.</summary>
internal sealed class ApiServer : IDisposable
{
    // As FakeClient's.
    private const int MostTurns = 1_000_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-api-").FullName;
    private readonly ApiSocket _socket;
    private readonly HttpServer _server;

    internal ApiServer(IApiHandler handler, long payloadLimit = HttpServer.DefaultPayloadLimit)
    {
        Path = System.IO.Path.Combine(_directory, "api.socket");
        _socket = ApiSocket.Open(Path);
        _server = new HttpServer(Loop, _socket.Listener, handler, payloadLimit);
    }

    internal string Path { get; }

    internal EventLoop Loop { get; } = new();

    internal SocketEnd Connect()
    {
        SocketEnd client = SocketEnd.Connect(Path);
        Turn();
        return client;
    }

    internal SocketEnd[] Connect(int count) => [.. Enumerable.Range(0, count).Select(_ => Connect())];

    /// <summary>Turns the loop until nothing is left to do without the clients.</summary>
    internal void Turn()
    {
        for (int turns = 0; Loop.Turn(0); turns++)
        {
            if (turns == MostTurns)
            {
                throw new InvalidOperationException("the server spins");
            }
        }
    }

    internal string Exchange(SocketEnd client, string text)
    {
        client.Send(text);
        Turn();
        return client.Receive();
    }

    internal void Finish() => _server.Finish();

    public void Dispose()
    {
        _server.Dispose();
        _socket.Dispose();
        Loop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
