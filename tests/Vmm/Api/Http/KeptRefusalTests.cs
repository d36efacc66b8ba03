using System.Linq;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>A request that is refused, and whose end is known all the same, costs its client the answer and not the connection.</summary>
public sealed class KeptRefusalTests
{
    private const string Method = "Invalid HTTP Method: Unsupported HTTP method.";
    private const string Encoding = "Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value:";
    private const string Large = "Request payload with size 51201 is larger than the limit of 51200 allowed by server.";
    private const string Next = "GET /next HTTP/1.1\r\n\r\n";

    private static readonly string _answered = HttpModel.Answer(200, "keep-alive", "", "application/json", "/next");

    private readonly EchoHandler _handler = new();

    [Theory]
    [InlineData("POST /actions HTTP/1.1\r\n\r\n", Method)]
    [InlineData("POST /actions HTTP/1.0\r\nHost: h\r\nContent-Length: 7\r\n\r\n{\"a\":1}", Method)]
    [InlineData("get / HTTP/1.1\r\n\r\n", Method)]
    [InlineData("GET/ / HTTP/1.1\r\n\r\n", Method)]
    [InlineData("OPTIONS * HTTP/1.1\r\nContent-Length: 0\r\n\r\n", Method)]
    [InlineData("POST  HTTP/1.1\r\n\r\n", Method)]
    [InlineData("POST / HTTP/1.1\r\nAccept-Encoding: identity;q=0\r\n\r\n", Method)]
    [InlineData("GET  HTTP/1.1\r\n\r\n", "Invalid URI: Empty URI not allowed.")]
    [InlineData("GET /\xC3 HTTP/1.1\r\n\r\n", "Invalid URI: Cannot parse URI as UTF-8.")]
    [InlineData("GET / HTTP/1.1\r\nAccept-Encoding: identity;q=0\r\n\r\n", Encoding + "identity;q=0")]
    [InlineData("GET / HTTP/1.1\r\naccept-encoding: gzip, identity;q=0\r\n\r\n", Encoding + " identity;q=0")]
    [InlineData("PUT / HTTP/1.1\r\nAccept-Encoding: *;q=0\r\nContent-Length: 2\r\n\r\n{}", Encoding + "*;q=0")]
    [InlineData("GET / HTTP/1.1\r\nAccept-Encoding: *;q=0\r\nAccept-Encoding: identity;q=0\r\n\r\n", Encoding + "*;q=0")]
    public void TheNextRequestIsAnswered(string request, string reason)
    {
        using FakeClient client = new(_handler);

        Assert.Equal(HttpModel.Refusal(reason, "keep-alive") + _answered, client.Exchange(request + Next));
        Assert.Equal(HttpModel.Refusal(reason, "keep-alive"), client.Exchange(request));
        Assert.Equal(_answered, client.Exchange(Next));
        Assert.Equal(["Get /next 0", "Get /next 0"], _handler.Requests);
        Assert.Equal((false, ConnectionState.ReadingHead), (client.End.IsEnded, client.State));
    }

    // A client of HEAD reads no body, whatever the head says: one would be the beginning of the next answer to it.
    [Fact]
    public void HeadIsRefusedWithoutABody()
    {
        using FakeClient client = new(_handler);

        Assert.Equal(HttpModel.Answer(400, "keep-alive", "", "", "") + _answered, client.Exchange("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + Next));
    }

    [Theory]
    [InlineData(51_201)]
    [InlineData(1_048_576)]
    public void ABodyThatIsTooLongIsThrownAway(int length)
    {
        using FakeClient client = new(_handler);
        string head = $"PUT / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n";

        // The answer comes before the body, of which nothing is taken for a request.
        Assert.Equal(HttpModel.Refusal(Large.Replace("51201", $"{length}", StringComparison.Ordinal), "keep-alive"), client.Exchange(head));
        Assert.Equal(ConnectionState.Skipping, client.State);
        string body = string.Concat(Enumerable.Repeat(Next, (length / Next.Length) + 1))[..length];
        Assert.Equal("", client.Exchange(body[..^1]));
        Assert.Equal(_answered, client.Exchange(body[^1..] + Next));
    }

    [Theory]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 51201\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nConnection: close\r\n\r\n")]
    public void WhereNobodyKnowsWhatFollowsTheConnectionEnds(string request)
    {
        using FakeClient client = new(_handler);

        string answer = client.Exchange(request + Next);

        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal((true, ConnectionState.Draining), (client.End.IsEnded, client.State));
        Assert.Empty(_handler.Requests);
    }

    [Fact]
    public void AClientThatGoesAmidABodyThatNobodyReadsLeavesNothing()
    {
        using FakeClient client = new(_handler);
        client.Exchange("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf");
        Assert.Equal(ConnectionState.Skipping, client.State);

        client.End.Dispose();
        client.Turn();

        Assert.Equal(ConnectionState.Closed, client.State);
    }

    // Reasons of two clients whose heads come by pieces do not become one.
    [Fact]
    public void EachClientGetsItsOwnReason()
    {
        using ApiServer server = new(_handler);
        using SocketEnd first = server.Connect();
        using SocketEnd second = server.Connect();
        server.Exchange(first, "POST / HTTP/1.1\r\n");
        server.Exchange(second, "GET  HTTP/1.1\r\n");

        Assert.Equal(HttpModel.Refusal(Method, "keep-alive"), server.Exchange(first, "\r\n"));
        Assert.Equal(HttpModel.Refusal("Invalid URI: Empty URI not allowed.", "keep-alive"), server.Exchange(second, "\r\n"));
    }
}
