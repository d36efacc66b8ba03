using System.Linq;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>A slow request delays only its own client, which gets responses in the order of its requests.</summary>
public sealed class HeldRequestTests
{
    private readonly HeldHandler _handler = new();

    [Fact]
    public void OthersAreAnsweredMeanwhile()
    {
        using ApiServer server = new(_handler);
        using SocketEnd first = server.Connect();
        using SocketEnd second = server.Connect();

        Assert.Equal("", server.Exchange(first, "PUT /a HTTP/1.1\r\n\r\n"));
        Assert.Equal(Got("/b"), server.Exchange(second, "GET /b HTTP/1.1\r\n\r\n"));
        Assert.Equal("", server.Exchange(second, "PATCH /c HTTP/1.1\r\n\r\n"));
        Assert.Equal(["/a", "/c"], _handler.Held);

        _handler.Release("/c");
        Assert.Equal(("", Got("/c")), (first.Receive(), second.Receive()));
        _handler.Release("/a");
        Assert.Equal(Got("/a"), first.Receive());
    }

    [Fact]
    public void PipelinedRequestsStayInOrder()
    {
        using FakeClient client = new(_handler);

        Assert.Equal("", client.Exchange("PUT /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}GET /b HTTP/1.1\r\n\r\nPUT /c HTTP/1.1\r\n\r\nGET /d HTTP/1.1\r\n\r\n"));
        Assert.Equal(ConnectionState.Handling, client.State);
        _handler.Release("/a");
        Assert.Equal(Got("/a") + Got("/b"), client.Settle());
        _handler.Release("/c");
        Assert.Equal(Got("/c") + Got("/d"), client.Settle());
    }

    [Fact]
    public void NothingSpinsWhateverTheClientDoesMeanwhile()
    {
        using FakeClient client = new(_handler);
        client.Exchange("PUT /a HTTP/1.1\r\n\r\n");
        client.End.Send("GET /b HTTP/1.1\r\n\r\n");
        Assert.Equal(0, client.Turn());
        client.End.EndSending();
        Assert.Equal(0, client.Turn());

        _handler.Release("/a");

        Assert.Equal(Got("/a") + Got("/b"), client.Settle());
        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public void AClientThatGoesKeepsItsPlaceUntilItsRequestIsDone()
    {
        using FakeClient client = new(_handler);
        client.Exchange("PUT /a HTTP/1.1\r\n\r\n");

        client.End.Dispose();

        Assert.InRange(client.Turn(), 1, 3);
        Assert.Equal(ConnectionState.Handling, client.State);
        _handler.Release("/a");
        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public void AClientThatWantsToCloseGetsTheEndWithTheAnswer()
    {
        using FakeClient client = new(_handler);
        client.Exchange("PUT /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\n\r\n");

        _handler.Release("/a");

        Assert.Equal(HttpModel.Answer(200, "close", "", "application/json", "/a"), client.Settle());
        Assert.True(client.End.IsEnded);
    }

    [Fact]
    public void AtTheEndWhatIsUnderWayIsAnsweredAndTheConnectionCloses()
    {
        using ApiServer server = new(_handler);
        using SocketEnd client = server.Connect();
        server.Exchange(client, "PUT /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
        // A second one, which gets no response.
        server.Finish();
        _handler.Release("/a");

        Assert.Equal((HttpModel.Answer(200, "close", "", "application/json", "/a"), true), (client.Receive(), client.IsEnded));
    }

    [Fact]
    public void TenThatAreBeingAnsweredGiveWayToNobody()
    {
        using ApiServer server = new(_handler);
        SocketEnd[] ten = server.Connect(10);
        for (int index = 0; index < 10; index++)
        {
            server.Exchange(ten[index], $"PUT /{index} HTTP/1.1\r\n\r\n");
        }

        using SocketEnd eleventh = server.Connect();
        Assert.StartsWith("HTTP/1.1 503\r\n", eleventh.Receive(), StringComparison.Ordinal);
        _handler.Release("/3");
        Assert.Equal(Got("/3"), ten[3].Receive());
        using SocketEnd next = server.Connect();

        Assert.Equal(Got("/n"), server.Exchange(next, "GET /n HTTP/1.1\r\n\r\n"));
        Assert.Equal(("", true), (ten[3].Receive(), ten[3].IsEnded));
        Assert.Equal(9, _handler.Held.Count());
        Array.ForEach(ten, client => client.Dispose());
    }

    private static string Got(string path) => HttpModel.Answer(200, "keep-alive", "", "application/json", path);
}
