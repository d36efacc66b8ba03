using System.Linq;
using Kiln.Testing.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Requests reach the handler as they were sent, and answers the client as the contract spells them.</summary>
public sealed class RequestTests
{
    private const string Got =
        "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: ";

    private const string Done = "HTTP/1.1 204 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n";
    private const string Continue = "HTTP/1.1 100 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n";

    [Theory]
    [InlineData("/version", "/version")]
    [InlineData("/", "/")]
    [InlineData("//a//b/", "//a//b/")]
    [InlineData("http://localhost/machine-config", "/machine-config")]
    [InlineData("http://localhost:8080/a/b", "/a/b")]
    [InlineData("http:///a", "/a")]
    [InlineData("http://localhost", "")]
    [InlineData("http://", "")]
    [InlineData("https://localhost/a", "")]
    [InlineData("HTTP://localhost/a", "")]
    [InlineData("none", "")]
    [InlineData("*", "")]
    [InlineData("/version?x", "/version?x")]
    [InlineData("/%2e%2e/%00", "/%2e%2e/%00")]
    [InlineData("/\xC3\xA9", "/\xC3\xA9")]
    [InlineData("/a\nb\0c", "/a\nb\0c")]
    public void APathIsHandedOnAsItWasSent(string target, string path)
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);

        Assert.Equal($"{Got}{path.Length}\r\n\r\n{path}", client.Exchange($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        Assert.Equal([$"Get {path} 0"], handler.Requests);
    }

    [Theory]
    [InlineData("GET", "Get")]
    [InlineData("PUT", "Put")]
    [InlineData("PATCH", "Patch")]
    [InlineData("DELETE", "Delete")]
    public void EachMethodIsHandedOn(string name, string method)
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);

        Assert.NotEqual("", client.Exchange($"{name} /a HTTP/1.1\r\n\r\n"));
        Assert.Equal([$"{method} /a 0"], handler.Requests);
    }

    // Headers that other servers interpret are ignored; the interpreted ones may use any case and white space.
    [Theory]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    [InlineData("Content-Type:")]
    [InlineData("Accept: image/png")]
    [InlineData("Accept-Encoding: gzip, deflate, identity;q=0.5, *;q=0")]
    [InlineData("Accept-Encoding:")]
    [InlineData("Expect: the-unexpected")]
    [InlineData("Connection: keep-alive, upgrade")]
    [InlineData("Connection: closed")]
    [InlineData("X-Unknown: \xC3\xA9: \x7F")]
    [InlineData(": nothing")]
    [InlineData("Content-Length: 0")]
    [InlineData("CONTENT-LENGTH:\t000 ")]
    public void AHeaderIsNoReasonToRefuse(string header)
    {
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(Done, client.Exchange($"PUT / HTTP/1.1\r\n{header}\r\n\r\n"));
        Assert.False(client.End.IsEnded);
    }

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("content-length:5")]
    [InlineData(" Content-Length\t:  0005\t")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5")]
    public void ABodyIsHandedOn(string header)
    {
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(
            HttpModel.Answer(200, "keep-alive", "", "text/plain", "\r\n\0\xFF}"),
            client.Exchange($"PUT /a HTTP/1.1\r\n{header}\r\n\r\n\r\n\0\xFF}}"));
    }

    [Fact]
    public void ABodyOfTheLimitIsTakenAndOneByteMoreIsNot()
    {
        string body = new('b', 51200);
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(
            HttpModel.Answer(200, "keep-alive", "", "text/plain", body),
            client.Exchange("PUT / HTTP/1.1\r\nContent-Length: 51200\r\n\r\n" + body));
        Assert.Equal(
            HttpModel.Refusal("Request payload with size 51201 is larger than the limit of 51200 allowed by server.", "keep-alive"),
            client.Exchange("PUT / HTTP/1.1\r\nContent-Length: 51201\r\n\r\n"));
    }

    [Fact]
    public void ALimitOfZeroTakesRequestsWithoutABody()
    {
        using FakeClient client = new(new EchoHandler(), 0);

        Assert.Equal(Done, client.Exchange("PUT / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
        Assert.Equal(
            HttpModel.Refusal("Request payload with size 1 is larger than the limit of 0 allowed by server.", "keep-alive"),
            client.Exchange("PUT / HTTP/1.1\r\nContent-Length: 1\r\n\r\n"));
    }

    [Fact]
    public void AClientThatExpectsAWordGetsItBeforeItsBody()
    {
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(Continue, client.Exchange("PUT / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"));
        Assert.Equal("", client.Exchange("{"));
        Assert.Equal(HttpModel.Answer(200, "keep-alive", "", "text/plain", "{}"), client.Exchange("}"));
    }

    [Fact]
    public void AClientWithoutABodyOrOfTheOldVersionGetsNoSuchWord()
    {
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(Done, client.Exchange("PUT / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n"));
        Assert.Equal("", client.Exchange("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"));
        Assert.Equal(HttpModel.Answer(200, "keep-alive", "", "text/plain", "1"), client.Exchange("1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Connection: keep-alive\r\n")]
    public void TheOldVersionKeepsTheConnectionToo(string header)
    {
        using FakeClient client = new(new EchoHandler());

        Assert.Equal(
            HttpModel.Answer(200, "keep-alive", "", "application/json", "/a") + HttpModel.Answer(200, "keep-alive", "", "application/json", "/b"),
            client.Exchange($"GET /a HTTP/1.0\r\n{header}\r\nGET /b HTTP/1.0\r\n{header}\r\n"));
        Assert.False(client.End.IsEnded);
    }

    [Theory]
    [InlineData("Connection: close")]
    [InlineData("connection:CLOSE")]
    [InlineData("Connection: keep-alive,\t close ")]
    [InlineData("Connection: close\r\nConnection: keep-alive")]
    public void AClientThatWantsToCloseGetsItsAnswerAndTheEnd(string header)
    {
        Assert.All((string[])["HTTP/1.0", "HTTP/1.1"], version =>
        {
            EchoHandler handler = new();
            using FakeClient client = new(handler);

            Assert.Equal(
                HttpModel.Answer(200, "close", "", "application/json", "/a"),
                client.Exchange($"GET /a {version}\r\n{header}\r\n\r\nGET /b HTTP/1.1\r\n\r\n"));
            Assert.True(client.End.IsEnded);
            Assert.Equal(["Get /a 0"], handler.Requests);
        });
    }

    [Fact]
    public void LinesAndHeadersUpToTheBoundsAreTaken()
    {
        using FakeClient client = new(new EchoHandler());
        string path = "/" + new string('p', 1024 - 16);
        string line = $"A: {new string('x', 1024 - 5)}\r\n";

        Assert.Equal($"{Got}{path.Length}\r\n\r\n{path}", client.Exchange($"GET {path} HTTP/1.1\r\n{line}\r\n"));
        Assert.Equal(Done, client.Exchange($"PUT / HTTP/1.1\r\n{string.Concat(Enumerable.Repeat("A:\r\n", 100))}\r\n"));
        Assert.Equal(Done, client.Exchange($"PUT / HTTP/1.1\r\n{string.Concat(Enumerable.Repeat(line, 32))}\r\n"));
    }
}
