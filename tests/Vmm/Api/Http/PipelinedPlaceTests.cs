using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>A client whose pending responses exceed its socket buffer counts as active: it is not evicted while it reads.</summary>
public sealed class PipelinedPlaceTests
{
    private const int Requests = 4000;
    private const string Request = "PUT / HTTP/1.1\r\n\r\n";

    private static readonly string _answer = HttpModel.Answer(204, "keep-alive", "", "", "");

    [Fact]
    public void OneOfTheOthersGoes()
    {
        using ApiServer server = new(new EchoHandler());
        using SocketEnd good = server.Connect();
        List<SocketEnd> nine = [.. server.Connect(HttpServer.ConnectionLimit - 1)];
        string left = string.Concat(Enumerable.Repeat(Request, Requests));
        left = left[good.Send(left)..];
        server.Turn();
        string answers = "";

        for (int round = 0; round < 20; round++)
        {
            // The loop finds the newcomer first, and what the others have just said with it.
            SocketEnd newcomer = SocketEnd.Connect(server.Path);
            nine.ForEach(client => client.Send("x"));
            server.Turn();
            SocketEnd gone = Assert.Single(nine, client => client.Receive().Length == 0 && client.IsEnded);
            gone.Dispose();
            nine.Remove(gone);
            nine.Add(newcomer);
            // It reads, but slowly.
            byte[] some = new byte[_answer.Length];
            answers += _answer[..good.ReceiveInto(some)];
            Assert.False(good.IsEnded);
        }
        while (answers.Length < Requests * _answer.Length)
        {
            string more = good.Receive();
            answers += more;
            Assert.False(more.Length == 0 && good.IsEnded);
            left = left[good.Send(left)..];
            server.Turn();
        }

        Assert.Equal(string.Concat(Enumerable.Repeat(_answer, Requests)), answers);
        nine.ForEach(client => client.Dispose());
    }

    // They ask for more than their sockets hold, and read nothing.
    [Fact]
    public void OneThatNeverReadsGivesWayInTime()
    {
        using ApiServer server = new(new EchoHandler());
        string much = string.Concat(Enumerable.Repeat(Request, Requests));
        List<SocketEnd> silent = [.. server.Connect(HttpServer.ConnectionLimit)];
        silent.ForEach(client => client.Send(much));
        server.Turn();
        using SocketEnd early = SocketEnd.Connect(server.Path);
        server.Turn();
        Assert.StartsWith("HTTP/1.1 503", early.Receive(), StringComparison.Ordinal);
        SocketEnd reading = silent[0];

        Thread.Sleep(TimeSpan.FromSeconds(2.1));
        _ = reading.ReceiveInto(new byte[100_000]);
        server.Turn();
        using SocketEnd late = SocketEnd.Connect(server.Path);
        server.Turn();
        late.Send(Request);
        server.Turn();

        Assert.Equal(_answer, late.Receive());
        Assert.False(reading.IsEnded);
        silent.ForEach(client => client.Receive());
        Assert.Single(silent.Skip(1), client => client.IsEnded);
        silent.ForEach(client => client.Dispose());
    }
}
