using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Events;
using Tmds.Linux;

namespace Kiln.Testing.Vmm.Api.Http;

/// <summary>A client and the server's side of its connection on one thread: nothing happens unless the test lets it.</summary>
internal sealed unsafe class FakeClient : IDisposable
{
    // More turns than any stream of a test needs: a connection that keeps turning is spinning.
    private const int MostTurns = 1_000_000;

    private readonly EventLoop _loop = new();
    private readonly HttpConnection _connection;
    private readonly Responder _responder;

    internal FakeClient(IApiHandler handler, int payloadLimit = HttpServer.DefaultPayloadLimit)
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(
            LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0, ends), "socketpair");
        End = new SocketEnd(new OwnedDescriptor(ends[0]));
        _connection = new HttpConnection(_loop, _responder = new Responder(handler), payloadLimit);
        if (!_connection.TryOpen(new OwnedDescriptor(ends[1])))
        {
            throw new InvalidOperationException("the connection cannot be waited on");
        }
    }

    internal SocketEnd End { get; }

    internal ConnectionState State => _connection.State;

    /// <summary>Sends a stream as fast as the server accepts it, and receives responses until nothing moves any more.</summary>
    internal string Exchange(string text) => Exchange(Encoding.Latin1.GetBytes(text));

    internal string Exchange(ReadOnlySpan<byte> bytes)
    {
        StringBuilder answers = new();
        do
        {
            int sent = End.Send(bytes);
            bytes = sent < 0 ? default : bytes[sent..];
            answers.Append(Settle());
        }
        while (!bytes.IsEmpty);
        return answers.ToString();
    }

    /// <summary>Turns the loop and receives until nothing moves any more.</summary>
    internal string Settle()
    {
        StringBuilder answers = new();
        string more;
        do
        {
            Turn();
            more = End.Receive();
            answers.Append(more);
        }
        while (more.Length > 0);
        return answers.ToString();
    }

    /// <summary>Turns the loop until it waits for the client.</summary>
    /// <returns>The number of turns.</returns>
    internal int Turn()
    {
        int turns = 0;
        while (_loop.Turn(0))
        {
            turns++;
            if (turns == MostTurns)
            {
                throw new InvalidOperationException($"the connection spins while it is {State}");
            }
        }
        return turns;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _responder.Unmap();
        End.Dispose();
        _loop.Dispose();
    }
}
