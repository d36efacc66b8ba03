using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Tests.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Http;

/// <summary>The guest's requests are answered as sections B.2 and B.3 of the contract say.</summary>
public sealed class ServerTests : IDisposable
{
    private const string Unsupported = "Cannot retrieve value. The value has an unsupported type.";

    private readonly AskedServer _server = new(Metadata.Example);

    public void Dispose() => _server.Dispose();

    [Fact]
    public void AHeadIsTheContractsByteForByte()
    {
        string token = _server.NewToken();

        Assert.Equal(
            "HTTP/1.0 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\ni-1",
            _server.Ask("GET http://169.254.169.254/latest/meta-data/ami-id HTTP/1.0\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n\"i-1\"",
            _server.Ask("GET /latest/meta-data/ami-id HTTP/1.1\r\nhost: a\r\naccept:application/json\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n",
            _server.Ask($"GET /latest/meta-data/empty HTTP/1.1\r\nX-metadata-token: {token}\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 405 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nAllow: GET, PUT\r\nContent-Type: text/plain\r\nContent-Length: 24\r\n\r\n"
            + "Not allowed HTTP method.",
            _server.Ask("DELETE / HTTP/1.1\r\n\r\n"));
        Assert.Equal(
            "HTTP/1.1 501 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n"
            + "Unsupported HTTP method.",
            _server.Ask("HEAD / HTTP/1.0\r\n\r\n"));
    }

    [Theory]
    [InlineData("/", 200, "latest/", Metadata.Example)]
    [InlineData("/latest", 200, "meta-data/\nuser-data", null)]
    [InlineData("//latest//", 200, "meta-data/\nuser-data", null)]
    [InlineData("/latest/meta-data/", 200, "ami-id\nempty\nlist\nn\nsub/", null)]
    [InlineData("/latest/meta-data/empty", 200, "", "\"\"")]
    [InlineData("/latest/meta-data/n", 501, Unsupported, "5")]
    [InlineData("/latest/meta-data/list", 501, Unsupported, "[\"a\",\"b\"]")]
    [InlineData("/latest/meta-data/list/1", 200, "b", "\"b\"")]
    [InlineData("/latest/meta-data/nope/", 404, "Resource not found: /latest/meta-data/nope/.", "Resource not found: /latest/meta-data/nope/.")]
    public void APathHasAnAnswerInEachFormat(string path, int status, string imds, string? json)
    {
        string plain = _server.Ask($"GET {path} HTTP/1.1\r\nAccept: */*\r\n\r\n");
        string asked = _server.Ask($"GET {path} HTTP/1.1\r\nAccept: application/json\r\n\r\n");
        _server.Server.IsImdsCompatible = true;
        string compatible = _server.Ask($"GET {path} HTTP/1.1\r\nAccept: application/json\r\n\r\n");

        Assert.Equal((status, "text/plain", imds), Parts(plain));
        Assert.Equal((status == 501 ? 200 : status, "application/json"), (Parts(asked).Status, Parts(asked).Type));
        Assert.Equal((status, "application/json", imds), Parts(compatible));
        if (json is not null)
        {
            Assert.EndsWith($"\r\n\r\n{(json == Metadata.Example ? Metadata.Of(json).Text() : json)}", asked, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\n\n", 400, "Invalid request.")]
    [InlineData("GET / HTTP/1.1\r\n\n", 400, "Invalid request.")]
    [InlineData("GET / HTTP/1.1\n\r\n", 501, "Unsupported HTTP version.")]
    [InlineData("GET /\r\n\r\n", 400, "Invalid request.")]
    [InlineData("GETTTTTTTTTTTTTTT\r\n\r\n", 400, "Invalid request.")]
    [InlineData("\r\n\r\n", 400, "Invalid request.")]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 501, "Unsupported HTTP version.")]
    [InlineData("GET / http/1.1\r\n\r\n", 501, "Unsupported HTTP version.")]
    [InlineData("POST / HTTP/1.1\r\n\r\n", 501, "Unsupported HTTP method.")]
    [InlineData("get / HTTP/1.1\r\n\r\n", 501, "Unsupported HTTP method.")]
    [InlineData("OPTIONS  HTTP/9\r\n\r\n", 501, "Unsupported HTTP method.")]
    [InlineData("PATCH  HTTP/1.1\r\n\r\n", 400, "Empty URI not allowed.")]
    [InlineData("GET /\xFF HTTP/1.1\r\n\r\n", 400, "Cannot parse URI as UTF-8.")]
    [InlineData("GET / HTTP/1.1\r\nA: \xFF\r\n\r\n", 400, "Invalid request.")]
    [InlineData("GET / HTTP/1.1\r\nnothing\r\n\r\n", 400, "Invalid header. Reason: Header is incorrectly formatted. Key: nothing")]
    [InlineData("GET / HTTP/1.1\r\nAccept-Encoding:\r\n\r\n", 400, "Invalid request.")]
    [InlineData("GET / HTTP/1.1\r\nAccept-Encoding: identity;q=0\r\n\r\n", 400, "Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value:identity;q=0")]
    [InlineData("GET / HTTP/1.1\r\naccept-encoding: gzip, *;q=0\r\n\r\n", 400, "Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value: *;q=0")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400, "Invalid header. Reason: Invalid value. Key:Content-Length; Value: x")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 4294967296\r\n\r\n", 400, "Invalid header. Reason: Invalid value. Key:Content-Length; Value: 4294967296")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\n\r\n", 400, "Invalid request.")]
    [InlineData("DELETE / HTTP/1.1\r\nContent-Length: 1\r\n\r\n", 400, "Invalid request.")]
    public void WhatIsNoRequestIsRefusedAsJson(string request, int status, string message)
    {
        string answer = _server.Ask(request);

        Assert.StartsWith($"HTTP/1.1 {status} \r\n", answer, StringComparison.Ordinal);
        Assert.Equal((status, "application/json", message), Parts(answer));
    }

    [Theory]
    [InlineData("GET none HTTP/1.1\r\n\r\n", 400, "Invalid URI.")]
    [InlineData("GET http:// HTTP/1.1\r\n\r\n", 400, "Invalid URI.")]
    [InlineData("PATCH http://host HTTP/1.1\r\n\r\n", 400, "Invalid URI.")]
    [InlineData("GET http://host/ HTTP/1.1\r\n\r\n", 200, "latest/")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 7\r\nContent-Length: +0\r\n\r\n", 200, "latest/")]
    [InlineData("GET / HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nAccept-Encoding: identity, *;q=0\r\n\r\n", 200, "latest/")]
    [InlineData("GET / HTTP/1.1\r\nConnection: close\r\nA:\r\n:\r\n\r\n", 200, "latest/")]
    public void ARequestIsAnsweredAsText(string request, int status, string content) =>
        Assert.Equal((status, "text/plain", content), Parts(_server.Ask(request)));

    [Fact]
    public void AStoreWithoutDataIsNull()
    {
        using AskedServer server = new(data: null);

        Assert.Equal((501, "text/plain", Unsupported), Parts(server.Ask("GET / HTTP/1.1\r\n\r\n")));
        Assert.Equal((200, "application/json", "null"), Parts(server.Ask("GET // HTTP/1.1\r\nAccept: application/json\r\n\r\n")));
        Assert.Equal((404, "text/plain", "Resource not found: /a."), Parts(server.Ask("GET /a HTTP/1.1\r\n\r\n")));
    }

    [Fact]
    public void RequestsAreTakenOneByOneAndOnlyWhenTheyAreComplete()
    {
        byte[] both = [.. "GET /latest/user-data HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nA: b\r\n\r\nGE"u8];
        int first = "GET /latest/user-data HTTP/1.1\r\n\r\n".Length;
        for (int length = 0; length < first; length++)
        {
            Assert.Equal((0, ""), _server.Ask(both.AsSpan(0, length)));
        }

        Assert.Equal(first, _server.Ask(both).Taken);
        Assert.Equal(both.Length - first - 2, _server.Ask(both.AsSpan(first)).Taken);
        Assert.Equal(0, _server.Ask(both.AsSpan(both.Length - 2)).Taken);
    }

    [Fact]
    public void TheLongestRequestIsQuotedInFull()
    {
        string path = $"/{new string('x', 2500 - "GET / HTTP/1.1\r\n\r\n".Length)}";

        Assert.Equal((404, "text/plain", $"Resource not found: {path}."), Parts(_server.Ask($"GET {path} HTTP/1.1\r\n\r\n")));
    }

    internal static (int Status, string Type, string Content) Parts(string answer)
    {
        string[] parts = answer.Split("\r\n\r\n", 2);
        string[] lines = parts[0].Split("\r\n");
        Assert.Equal($"Content-Length: {parts[1].Length}", lines[^1]);
        return (int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), lines[^2]["Content-Type: ".Length..], parts[1]);
    }
}
